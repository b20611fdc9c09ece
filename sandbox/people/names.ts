import type { Kind } from '#sandbox/people/brands.ts';

/** Parts from which invented businesses, towns and people get their names. */

export const firstParts: readonly string[] =
  `Amber Anchor Aspen Basil Beacon Birch Blackbird Blue Bramble Bright Brick Bristle Calico Candle Cedar Cinder Clay
  Clover Cobalt Copper Coral Cricket Crooked Dapple Driftwood Dusty Ember Fable Fern Fiddle Flint Foxglove Garnet Ginger
  Golden Granite Green Hazel Heron Hickory Honey Hollow Indigo Iron Ivory Ivy Juniper Kettle Kindred Lantern Lark Laurel
  Lemon Lilac Linden Little Lucky Lupine Magpie Maple Marigold Marble Mill Minnow Moss Myrtle Nettle Noble Oak Olive
  Orchard Otter Painted Paper Pebble Pepper Pewter Pine Plum Poppy Quail Quiet Quill Red River Robin Rosehip Rustic Saffron
  Sage Salt Scarlet Silver Slate Sorrel Sparrow Spruce Stone Sunny Swallow Tallow Thimble Thistle Timber Tin Tulip Velvet
  Violet Walnut Wander Warbler White Wild Willow Winter Wren Yarrow Yellow`.split(/\s+/);

export const secondParts: readonly string[] =
  `Acre Barn Basket Bell Bench Bend Bird Bloom Bough Branch Bridge Brook Button Corner Creek Crow Dell Door Feather Fern
  Field Finch Fork Fox Garden Gate Goose Grove Hare Harbor Hearth Hen Hill House Key Lane Leaf Ladder Lodge Meadow Moon Nest
  Owl Path Pear Petal Pond Porch Quarter Rabbit Ridge Rock Room Root Row Sail Shed Shore Sky Spoon Spring Star Stable Tide
  Trail Tree Trout Vale Wagon Well Wheel Wing Yard`.split(/\s+/);

export const surnames: readonly string[] =
  `Abernathy Ainsley Alder Ames Arbuckle Ashby Babcock Bancroft Barlow Beckett Bellamy Bixby Blakely Bostwick Bramley
  Brannigan Burdock Cadwell Calder Carmody Chilton Colby Corliss Crandall Dalton Darrow Delgado Dempsey Dunmore Eastman
  Eldridge Ellery Fairbanks Farrow Fenwick Figueroa Fitch Gallo Garrity Gentry Goodwin Greer Halloran Hadley Hartwell Hobbs
  Holloway Ibarra Ingram Jessup Kessler Kimball Kowal Lachance Langley Larkin Lindgren Lomax Lovell Maddox Marchetti Marlow
  Mercado Merritt Moretti Nakada Nesbit Norwood Oakley Okafor Ortega Osgood Paxton Pelletier Penrose Pickett Pruitt Quimby
  Radley Ramsey Renner Ridgeway Rosario Rutland Sawyer Schuyler Sedgwick Shaw Silva Somers Stanhope Tanaka Teague Thackeray
  Tolland Trask Underhill Vance Varga Vega Wadsworth Waverly Weatherby Whitlock Winslow Yates Yoder Zeller`.split(
    /\s+/,
  );

export const givenNames: readonly string[] =
  `Ada Ben Cora Dev Elsa Finn Gina Hugo Iris Jonah Kira Leo Maya Nils Opal Paul Quinn Rosa Sam Tess Umar Vera Wes Xenia Yara
  Zane`.split(/\s+/);

export const towns: readonly (readonly [city: string, state: string])[] = [
  ['Chapel Hollow', 'PA'],
  ['Port Alder', 'ME'],
  ['Savannah', 'GA'],
  ['Asheville', 'NC'],
  ['Lake Ferris', 'NY'],
  ['Charleston', 'SC'],
  ['Burlington', 'VT'],
  ['Cape Linden', 'MA'],
  ['St Augustine', 'FL'],
  ['Nashville', 'TN'],
  ['Denver', 'CO'],
  ['San Diego', 'CA'],
  ['Chicago', 'IL'],
  ['New Orleans', 'LA'],
];

/** What an invented business of a kind calls itself, after its name. */
export const kindWords: Readonly<Record<Kind, readonly string[]>> = {
  grocery: ['Market', 'Grocers', 'Foods', 'Food Co-op', 'Farm Stand', 'Provisions', 'Produce', 'Butcher', 'Bakery'],
  coffee: ['Coffee', 'Coffee Roasters', 'Espresso', 'Cafe', 'Tea Room', 'Coffee Bar', 'Bakehouse'],
  restaurant: ['Kitchen', 'Bistro', 'Table', 'Grill', 'Trattoria', 'Tavern', 'Oyster Bar', 'Noodle House', 'Brasserie'],
  takeaway: ['Pizza', 'Tacos', 'Deli', 'Dumplings', 'Burgers', 'Sandwiches', 'Ramen', 'Poke', 'Chicken', 'Bagels'],
  bar: ['Taproom', 'Brewing Co', 'Public House', 'Wine Bar', 'Saloon', 'Cocktails'],
  fuel: ['Fuel', 'Gas & Go', 'Service Station', 'Mini Mart', 'Travel Stop'],
  pharmacy: ['Pharmacy', 'Drug', 'Apothecary', 'Rx Center'],
  shop: ['Goods', 'Gifts', 'Variety', 'Mercantile', 'General Store', 'Toys', 'Thrift', 'Emporium'],
  clothing: ['Clothiers', 'Outfitters', 'Boutique', 'Denim', 'Shoes', 'Woolens', 'Vintage'],
  hardware: ['Hardware', 'Lumber', 'Paint & Supply', 'Garden Center', 'Nursery', 'Lighting', 'Furniture'],
  online: ['Supply', 'Goods Co', 'Studio', 'Workshop', 'Press', 'Audio', 'Prints', 'Outfitters', 'Candle Co', 'Soap'],
  salon: ['Barbers', 'Hair Studio', 'Salon', 'Nails', 'Day Spa', 'Barber Shop'],
  entertainment: ['Cinema', 'Playhouse', 'Bowl', 'Arcade', 'Books', 'Records', 'Climbing Gym', 'Music Hall'],
  ride: ['Taxi', 'Cab Co', 'Car Service'],
  parking: ['Garage', 'Parking', 'Lot 3', 'Parking Authority'],
  clinic: ['Dental', 'Family Medicine', 'Eye Care', 'Physical Therapy', 'Dermatology', 'Pediatrics'],
  pets: ['Pet Supply', 'Animal Hospital', 'Veterinary', 'Dog Wash'],
  hotel: ['Inn', 'Hotel', 'Lodge', 'Guest House', 'Suites'],
  airline: ['Air', 'Regional Air'],
  kids: ['Dance Academy', 'Swim School', 'Soccer Club', 'Music School', 'Art Camp', 'Gymnastics'],
  books: ['Bookshop', 'Campus Store', 'Copy Center', 'Used Books'],
  supplies: ['Hardwoods', 'Millwork', 'Tool Supply', 'Fasteners', 'Finishes', 'Packaging', 'Print Shop'],
  repair: ['Auto', 'Tire & Auto', 'Garage', 'Car Wash', 'Transmission', 'Cycles'],
};
