/**
 * Known brands as their card descriptors read. `{4}` stands for digits that belong to one shop (a store number), `<9>` for
 * a code that is new with each purchase.
 */
export type Kind =
  | 'grocery'
  | 'coffee'
  | 'restaurant'
  | 'takeaway'
  | 'bar'
  | 'fuel'
  | 'pharmacy'
  | 'shop'
  | 'clothing'
  | 'hardware'
  | 'online'
  | 'salon'
  | 'entertainment'
  | 'ride'
  | 'parking'
  | 'clinic'
  | 'pets'
  | 'hotel'
  | 'airline'
  | 'kids'
  | 'books'
  | 'supplies'
  | 'repair';

/** `city` and `state` stand on the descriptors of companies that are the same place everywhere. */
export type Brand = readonly [payee: string, descriptor: string, city?: string, state?: string];

export const brands: Readonly<Record<Kind, readonly Brand[]>> = {
  grocery: [
    ['Whole Foods Market', 'WHOLEFDS #{5}'],
    ["Trader Joe's", 'TRADER JOE S #{3}'],
    ['Aldi', 'ALDI {5}'],
    ['Kroger', 'KROGER #{3}'],
    ['Publix', 'PUBLIX #{4}'],
    ['Costco', 'COSTCO WHSE #{4}'],
    ['Stop & Shop', 'STOP & SHOP {4}'],
    ['Walmart', 'WM SUPERCENTER #{4}'],
    ['Instacart', 'IC* INSTACART', 'SAN FRANCISCO', 'CA'],
  ],
  coffee: [
    ['Starbucks', 'STARBUCKS STORE {5}'],
    ['Dunkin', 'DUNKIN #{6}'],
    ['Tim Hortons', 'TIM HORTONS #{6}'],
  ],
  restaurant: [
    ['Olive Garden', 'OLIVE GARDEN {6}'],
    ['Applebees', 'APPLEBEES {8}'],
    ['Texas Roadhouse', 'TEXAS ROADHOUSE #{4}'],
    ['Cracker Barrel', 'CRACKER BARREL #{3} '],
  ],
  takeaway: [
    ["McDonald's", "MCDONALD'S F{5}"],
    ['Chipotle', 'CHIPOTLE {4}'],
    ['Subway', 'SUBWAY {8}'],
    ['Wendys', 'WENDYS #{5}'],
    ['Panera Bread', 'PANERA BREAD #{6}'],
    ['DoorDash', 'DD *DOORDASH <7>', 'SAN FRANCISCO', 'CA'],
    ['Uber Eats', 'UBER   *EATS', 'SAN FRANCISCO', 'CA'],
    ['Grubhub', 'GRUBHUB*<8>', 'CHICAGO', 'IL'],
  ],
  bar: [['Buffalo Wild Wings', 'BUFFALO WILD WINGS {4}']],
  fuel: [
    ['Shell', 'SHELL OIL {11}'],
    ['Exxon', 'EXXON {8}'],
    ['Sunoco', 'SUNOCO {10}'],
    ['BP', 'BP#{7}'],
    ['Speedway', 'SPEEDWAY {5}'],
    ['Wawa', 'WAWA {4}'],
  ],
  pharmacy: [
    ['CVS', 'CVS/PHARMACY #{5}'],
    ['Walgreens', 'WALGREENS #{5}'],
    ['Rite Aid', 'RITE AID {5}'],
  ],
  shop: [
    ['Target', 'TARGET        {8}'],
    ['Walmart', 'WAL-MART #{4}'],
    ['Dollar General', 'DOLLAR GENERAL #{5}'],
    ['Best Buy', 'BEST BUY      {8}'],
    ['TJ Maxx', 'TJMAXX #{4}'],
    ['Five Below', 'FIVE BELOW {4}'],
  ],
  clothing: [
    ['Old Navy', 'OLD NAVY US {4}'],
    ['Gap', 'GAP US {4}'],
    ['H&M', 'H&M{4}'],
    ['Nike', 'NIKE.COM', 'BEAVERTON', 'OR'],
  ],
  hardware: [
    ['Home Depot', 'THE HOME DEPOT #{4}'],
    ["Lowe's", 'LOWES #{5}*'],
    ['Ace Hardware', 'ACE HARDWARE {5}'],
    ['IKEA', 'IKEA {9}'],
  ],
  online: [
    ['Amazon', 'AMZN Mktp US*<9>', 'Amzn.com/bill', 'WA'],
    ['Amazon', 'AMAZON.COM*<9>', 'AMZN.COM/BILL', 'WA'],
    ['eBay', 'EBAY O*<2>-<5>-<5>', 'San Jose', 'CA'],
    ['Etsy', 'ETSY.COM - MULTIPLE SHOPS', 'BROOKLYN', 'NY'],
    ['Chewy', 'CHEWY.COM', 'PLANTATION', 'FL'],
    ['Wayfair', 'WAYFAIR*WAYFAIR', 'BOSTON', 'MA'],
  ],
  salon: [['Great Clips', 'GREAT CLIPS {4}']],
  entertainment: [
    ['AMC Theatres', 'AMC {4} ONLINE'],
    ['Ticketmaster', 'TM *TICKETMASTER', 'BEVERLY HILLS', 'CA'],
    ['Steam', 'STEAMGAMES.COM <9>', 'BELLEVUE', 'WA'],
  ],
  ride: [
    ['Uber', 'UBER   *TRIP', 'SAN FRANCISCO', 'CA'],
    ['Lyft', 'LYFT   *RIDE <3>', 'SAN FRANCISCO', 'CA'],
  ],
  parking: [['ParkMobile', 'PARKMOBILE', 'ATLANTA', 'GA']],
  clinic: [['Labcorp', 'LABCORP {8}']],
  pets: [
    ['PetSmart', 'PETSMART # {4}'],
    ['Petco', 'PETCO {4}'],
  ],
  hotel: [
    ['Hampton Inn', 'HAMPTON INN & SUITES'],
    ['Airbnb', 'AIRBNB * HM<8>', 'SAN FRANCISCO', 'CA'],
    ['Marriott', 'MARRIOTT {5}'],
  ],
  airline: [
    ['Delta Air Lines', 'DELTA AIR   006<10>', 'ATLANTA', 'GA'],
    ['JetBlue', 'JETBLUE     279<10>', 'SALT LAKE CTY', 'UT'],
    ['Southwest', 'SOUTHWES    526<10>', 'DALLAS', 'TX'],
    ['United', 'UNITED      016<10>', 'HOUSTON', 'TX'],
  ],
  kids: [['Childrens Place', 'CHILDRENS PLACE #{4}']],
  books: [
    ['Barnes & Noble', 'BARNES & NOBLE #{4}'],
    ['Chegg', 'CHEGG *ORDER', 'SANTA CLARA', 'CA'],
  ],
  supplies: [
    ['Staples', 'STAPLES       {8}'],
    ['Office Depot', 'OFFICE DEPOT #{4}'],
    ['Uline', 'ULINE  *SHIP SUPPLIES', 'PLEASANT PRAI', 'WI'],
  ],
  repair: [
    ['Jiffy Lube', 'JIFFY LUBE #{4}'],
    ['AutoZone', 'AUTOZONE #{4}'],
  ],
};
