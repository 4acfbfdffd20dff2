#!/usr/bin/env python3
"""chrome.py - a headless Chromium, driven through its debugging pipe

Only the standard library: each message is one JSON object and a NUL, on file
descriptors 3 and 4 of the browser.
"""
import json
import os
import select
import shutil
import signal
import time

FLAGS = """--headless=new --no-sandbox --remote-debugging-pipe --no-first-run
--disable-gpu --disable-dev-shm-usage --disable-background-networking
--disable-component-update --disable-default-apps --disable-extensions
--disable-sync --mute-audio --no-default-browser-check --hide-scrollbars
--host-resolver-rules=MAP*~NOTFOUND""".split()


def find():
    """The browser's name, or None where there is none."""
    for name in ('chromium', 'chromium-browser', 'google-chrome'):
        if shutil.which(name):
            return name
    return None


class Browser:
    """One browser with one page; folder is for its profile."""

    def __init__(self, folder, patience=20):
        self.patience, self.last, self.rest = patience, 0, b''
        self.events = []
        theirs_in, self.out = os.pipe()
        self.inp, theirs_out = os.pipe()
        # High numbers first: what becomes 3 must not stand where 4 will be.
        keep = [os.dup2(theirs_in, 103, False), os.dup2(theirs_out, 104, False)]
        env = dict(os.environ, HOME=folder, XDG_CONFIG_HOME=folder,
                   XDG_CACHE_HOME=folder)
        name = find()
        none = os.open('/dev/null', os.O_RDWR)
        self.pid = os.posix_spawnp(
            name, [name, *[f.replace('*~', '* ~') for f in FLAGS],
                   '--user-data-dir=' + folder, 'about:blank'], env,
            file_actions=[(os.POSIX_SPAWN_DUP2, fd, to) for fd, to in
                          [(none, 0), (none, 1), (none, 2),
                           (keep[0], 3), (keep[1], 4)]])
        for fd in (theirs_in, theirs_out, none, *keep):
            os.close(fd)
        target = self.call('Target.createTarget', url='about:blank',
                           session=None)['targetId']
        self.session = self.call('Target.attachToTarget', targetId=target,
                                 flatten=True, session=None)['sessionId']
        for domain in ('Page', 'Runtime', 'Network', 'Log', 'Accessibility',
                       'DOM'):
            self.call(domain + '.enable')

    def close(self):
        """End the browser, and it alone."""
        try:
            self.call('Browser.close', session=None)
        except (OSError, RuntimeError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    def read(self, until):
        """The next message, or None when it is too late."""
        while b'\0' not in self.rest:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.inp], [], [], left)[0]:
                return None
            got = os.read(self.inp, 1 << 20)
            if not got:
                raise RuntimeError('the browser is gone')
            self.rest += got
        text, self.rest = self.rest.split(b'\0', 1)
        return json.loads(text)

    def call(self, method, session='', **params):
        """Ask for method; returns its result."""
        self.last += 1
        ask = {'id': self.last, 'method': method, 'params': params}
        if session is not None:
            ask['sessionId'] = self.session
        os.write(self.out, json.dumps(ask).encode() + b'\0')
        until = time.monotonic() + self.patience
        while True:
            got = self.read(until)
            if got is None:
                raise RuntimeError(method + ': no answer')
            if got.get('id') == self.last:
                break
            if 'method' in got:
                self.events.append(got)
        if 'error' in got:
            raise RuntimeError(method + ': ' + got['error']['message'])
        return got['result']

    def js(self, text, gesture=False):
        """The value of an expression, promises awaited."""
        got = self.call('Runtime.evaluate', expression=text,
                        returnByValue=True, awaitPromise=True,
                        userGesture=gesture)
        if 'exceptionDetails' in got:
            raise RuntimeError(got['exceptionDetails'].get('exception', {})
                               .get('description', 'exception'))
        return got['result'].get('value')

    def wait(self, text):
        """Until an expression is true."""
        until = time.monotonic() + self.patience
        while time.monotonic() < until:
            if self.js(text):
                return
            time.sleep(0.02)
        raise RuntimeError('never: ' + text)

    def open(self, path):
        """Load a file as a page, and wait until it is there."""
        del self.events[:]
        self.call('Page.navigate', url='file://' + path)
        self.wait("document.readyState === 'complete' && "
                  "location.href.startsWith('file:')")

    def key(self, name, code, text=''):
        """Press and release a key."""
        more = {'key': name, 'code': name, 'windowsVirtualKeyCode': code}
        if text:
            more['text'] = text
        self.call('Input.dispatchKeyEvent', type='keyDown', **more)
        self.call('Input.dispatchKeyEvent', type='keyUp', key=name, code=name,
                  windowsVirtualKeyCode=code)

    def type(self, text):
        """Text into what has the focus."""
        self.call('Input.insertText', text=text)

    def complaints(self):
        """Errors of console and log, and requests for anything but the page."""
        bad = []
        for e in self.events:
            p = e['params']
            if e['method'] == 'Runtime.exceptionThrown':
                bad.append('exception: ' + json.dumps(p)[:300])
            elif e['method'] == 'Runtime.consoleAPICalled':
                bad.append('console: ' + json.dumps(p.get('args'))[:300])
            elif e['method'] == 'Log.entryAdded':
                bad.append('log: ' + p['entry'].get('text', '')[:300])
            elif (e['method'] == 'Network.requestWillBeSent' and
                  p.get('type') != 'Document'):
                bad.append('request: ' + p['request']['url'][:300])
        return bad
