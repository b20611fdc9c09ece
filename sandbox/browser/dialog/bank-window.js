// @ts-check

/** How often the dialog asks how far the bank's window is, milliseconds. */
const askEveryMs = 250;

/**
 * The bank's own window. Its progress is read from the sandbox, not from the window: a page that isolates itself from its
 * windows (Cross-Origin-Opener-Policy) cuts the tie between the two, and a message would never arrive.
 *
 * @param {{ ask: () => Promise<any>, arrived: (answer: any) => void, changed: () => void }} dialog
 */
export function watchBankWindow(dialog) {
  /** @type {'idle' | 'refused' | 'waiting' | 'closed'} */
  let state = 'idle';
  let opened = /** @type {Window | null} */ (null);
  /** Names one sign-in; the sandbox gives another address once the bank's window has said no. */
  let openedAddress = '';
  let timer = 0;
  let isAsking = false;

  function become(next) {
    if (state === next) return;
    state = next;
    dialog.changed();
  }

  async function look() {
    if (isAsking) return;
    isAsking = true;
    const looked = opened;
    const wasClosed = looked?.closed ?? false;
    const answer = await dialog.ask();
    isAsking = false;
    // Another window may have been opened meanwhile: what was seen says nothing about that one.
    if (state === 'idle' || !answer || opened !== looked) return;
    if (answer.error || answer.view.step !== 'oauth') return dialog.arrived(answer);
    if (answer.view.bankWindow !== openedAddress) {
      stop();
      become('idle');
      return dialog.arrived(answer);
    }
    if (wasClosed) become('closed');
    else if (state === 'refused' && answer.view.isBankWindowThere) become('waiting');
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
  }

  window.addEventListener('message', (event) => {
    if (event.origin === location.origin && event.data?.type === 'bank-finished') look();
  });

  return {
    state: () => state,
    /** @param {string} address */
    open(address) {
      if (opened && !opened.closed && state === 'waiting') return opened.focus();
      openedAddress = address;
      opened = window.open(address, '_blank', 'popup,width=480,height=760');
      // No window comes back when the browser refused it, and when the page isolates itself: the sandbox knows which.
      become(opened ? 'waiting' : 'refused');
      stop();
      timer = window.setInterval(look, askEveryMs);
    },
    /** The person went elsewhere in the dialog: the window has nothing left to do. */
    forget() {
      stop();
      opened?.close();
      opened = null;
      state = 'idle';
    },
  };
}
