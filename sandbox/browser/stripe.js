/*
 * The sandbox's stand-in for Stripe.js: a classic script, loaded before the application's own code, that defines
 * `window.Stripe` so that @stripe/stripe-js finds it and asks no other host.
 *
 * It works on pages with a strict Content-Security-Policy: it writes no markup, no style attribute and no further script.
 * The dialog is a frame from the sandbox's own origin (frame-src must name it); this script only holds the frame and
 * carries the result back.
 */
(() => {
  // Only readable while the script first runs; later calls rely on it.
  const sandboxOrigin = document.currentScript?.src ? new URL(document.currentScript.src).origin : null;
  const loadingLimitMs = 15_000;
  const channel = 'bank-sandbox';

  class IntegrationError extends Error {
    constructor(message) {
      super(message);
      this.name = 'IntegrationError';
    }
  }

  let isDialogOpen = false;

  /** Sets styles through the object model, which style-src never forbids; "important" wins over the page's resets. */
  function dress(element, styles) {
    for (const [property, value] of Object.entries(styles)) element.style.setProperty(property, value, 'important');
  }

  /**
   * The scheme that the page has decided for, or null where it leaves that to the person's system. The frame has to use the
   * same one: browsers put an opaque ground behind a frame whose scheme differs.
   */
  function colorScheme() {
    const words = getComputedStyle(document.documentElement).colorScheme.split(' ');
    if (words.includes('light') === words.includes('dark')) return null;
    return words.includes('dark') ? 'dark' : 'light';
  }

  function makeOverlay() {
    const overlay = document.createElement('dialog');
    overlay.setAttribute('aria-label', 'Link a bank account');
    dress(overlay, {
      position: 'fixed',
      inset: '0',
      width: '100%',
      height: '100%',
      'max-width': 'none',
      'max-height': 'none',
      margin: '0',
      padding: '0',
      border: '0',
      overflow: 'hidden',
      background: 'transparent',
      outline: 'none',
    });
    const frame = document.createElement('iframe');
    frame.title = 'Link a bank account';
    dress(frame, {
      display: 'block',
      width: '100%',
      height: '100%',
      'max-width': 'none',
      border: '0',
      background: 'transparent',
      'color-scheme': colorScheme() ?? 'light dark',
    });
    overlay.append(frame);
    return { overlay, frame };
  }

  /** Stops the page behind from scrolling, without a jump where the scroll bar was. Returns the way back. */
  function holdPageStill() {
    const root = document.documentElement;
    const before = { overflow: root.style.overflow, padding: root.style.paddingInlineEnd };
    const barWidth = window.innerWidth - root.clientWidth;
    root.style.overflow = 'hidden';
    if (barWidth > 0) root.style.paddingInlineEnd = `${barWidth}px`;
    return () => {
      root.style.overflow = before.overflow;
      root.style.paddingInlineEnd = before.padding;
    };
  }

  /**
   * Shows the dialog and waits for its end.
   * Resolves with `{ financialConnectionsSession }` (for the purpose `token` with `token`, too, unless nothing was linked),
   * or with `{ error }` where the API, the bank or the loading failed.
   */
  function runDialog(publishableKey, clientSecret, purpose) {
    return new Promise((resolve) => {
      const openedBy = document.activeElement;
      const { overlay, frame } = makeOverlay();
      const letPageMove = holdPageStill();
      let isReady = false;
      let hasStarted = false;
      let loadTimer = setTimeout(failToLoad, loadingLimitMs);
      isDialogOpen = true;

      function end(result) {
        clearTimeout(loadTimer);
        window.removeEventListener('message', receive);
        document.removeEventListener('securitypolicyviolation', beKeptOut);
        overlay.removeEventListener('close', stayOpen);
        if (overlay.open) overlay.close();
        overlay.remove();
        letPageMove();
        isDialogOpen = false;
        if (openedBy instanceof HTMLElement && openedBy.isConnected) openedBy.focus({ preventScroll: true });
        resolve(result);
      }

      function failToLoad() {
        const message =
          `The bank dialog could not be loaded from ${sandboxOrigin}. ` +
          'Check that the sandbox is running and that the page allows it in frame-src.';
        end({ financialConnectionsSession: undefined, error: { type: 'api_connection_error', message } });
      }

      /** The page's policy does not let the frame in: no need to wait for it. */
      function beKeptOut(event) {
        if (event.effectiveDirective === 'frame-src' && event.blockedURI.startsWith(sandboxOrigin)) failToLoad();
      }

      function send(message) {
        frame.contentWindow?.postMessage({ channel, ...message }, sandboxOrigin);
      }

      function receive(event) {
        if (event.origin !== sandboxOrigin || event.data?.channel !== channel) return;
        // A document that has gone is no source any more.
        if (event.source !== frame.contentWindow && !(event.source === null && event.data.type === 'gone')) return;
        if (event.data.type === 'ready') {
          clearTimeout(loadTimer);
          send({
            type: 'start',
            isAgain: hasStarted,
            publishableKey,
            clientSecret,
            purpose,
            colorScheme: colorScheme(),
          });
          isReady = true;
          hasStarted = true;
          frame.focus();
        } else if (event.data.type === 'gone') {
          // The person loads the frame anew, and it may not come back.
          isReady = false;
          loadTimer = setTimeout(failToLoad, loadingLimitMs);
        } else if (event.data.type === 'done') {
          end(event.data.result);
        }
      }

      function leave() {
        if (isReady) send({ type: 'escape' });
        else end({ financialConnectionsSession: { id: clientSecret.split('_secret_')[0], accounts: [] } });
      }

      // A browser closes a modal dialog on the second Escape whatever the page says; the frame decides, not the browser.
      function stayOpen() {
        if (overlay.isConnected && !overlay.open) overlay.showModal();
        leave();
      }

      window.addEventListener('message', receive);
      document.addEventListener('securitypolicyviolation', beKeptOut);
      overlay.addEventListener('cancel', (event) => {
        event.preventDefault();
        leave();
      });
      overlay.addEventListener('close', stayOpen);
      // An error page loads too, but never says "ready".
      frame.addEventListener('load', () => {
        if (isReady) return;
        clearTimeout(loadTimer);
        loadTimer = setTimeout(failToLoad, 3_000);
      });
      frame.src = `${sandboxOrigin}/_dialog/`;
      document.body.append(overlay);
      overlay.showModal();
    });
  }

  const methods = { accounts: 'collectFinancialConnectionsAccounts', token: 'collectBankAccountToken' };

  /** One of the two methods that open the dialog. Wrong usage throws; everything else resolves. */
  function collect(purpose, publishableKey, options) {
    const name = `stripe.${methods[purpose]}`;
    if (typeof options !== 'object' || options === null) {
      throw new IntegrationError(`${name}() expects an object with a clientSecret.`);
    }
    const { clientSecret } = options;
    if (typeof clientSecret !== 'string' || !/^fcsess_[A-Za-z0-9]+_secret_[A-Za-z0-9]+$/.test(clientSecret)) {
      throw new IntegrationError(
        `${name}(): expected clientSecret to be the client_secret of a Financial Connections Session (fcsess_…_secret_…).`,
      );
    }
    if (!document.body)
      throw new IntegrationError(`${name}() needs a document body. Call it after the page has loaded.`);
    if (isDialogOpen) {
      const message = 'A bank dialog is already open on this page.';
      return Promise.resolve({ error: { type: 'invalid_request_error', message } });
    }
    return runDialog(publishableKey, clientSecret, purpose);
  }

  /** What the sandbox does not play. It says so instead of pretending. */
  function notPlayed(name) {
    const message = `The sandbox does not play ${name}. It covers linking bank accounts.`;
    return { error: { type: 'invalid_request_error', message } };
  }

  const paymentMethods = [
    'createToken',
    'createPaymentMethod',
    'confirmCardPayment',
    'confirmPayment',
    'confirmSetup',
    'handleNextAction',
    'retrievePaymentIntent',
    'retrieveSetupIntent',
    'collectBankAccountForPayment',
    'collectBankAccountForSetup',
    'confirmUsBankAccountPayment',
    'confirmUsBankAccountSetup',
    'verifyMicrodepositsForPayment',
    'verifyMicrodepositsForSetup',
  ];

  function elements() {
    return {
      create: (type) => {
        throw new IntegrationError(notPlayed(`the "${type}" element`).error.message);
      },
      getElement: () => null,
      update: () => {},
      fetchUpdates: async () => ({}),
      submit: async () => notPlayed('elements.submit()'),
      on: () => {},
      off: () => {},
    };
  }

  /** Called plainly by @stripe/stripe-js and with `new` by hand-written pages; it must stay an ordinary function. */
  function Stripe(publishableKey, _options) {
    if (typeof publishableKey !== 'string' || publishableKey === '') {
      throw new IntegrationError('Missing value for Stripe(): apiKey should be a string.');
    }
    if (!publishableKey.startsWith('pk_test_')) {
      throw new IntegrationError('The sandbox takes publishable test keys only (pk_test_…).');
    }
    if (!sandboxOrigin) {
      throw new IntegrationError('The sandbox script has to be loaded by its own <script src="…/stripe.js"> tag.');
    }
    return {
      collectFinancialConnectionsAccounts: (options) => collect('accounts', publishableKey, options),
      collectBankAccountToken: (options) => collect('token', publishableKey, options),
      ...Object.fromEntries(paymentMethods.map((name) => [name, async () => notPlayed(`${name}()`)])),
      elements,
      _registerWrapper: () => {},
      registerAppInfo: () => {},
    };
  }

  Stripe.version = 'endive';
  window.Stripe = Stripe;
})();
