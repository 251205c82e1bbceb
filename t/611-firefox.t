#!/usr/bin/env node
// SPDX-License-Identifier: AGPL-3.0-or-later
// The main job in Firefox as Debian ships it, over WebDriver BiDi: the owner at
// 1280 px places a field by pressing the page and all that were found; the
// recipient fills in at 360 px, step by step. Labels only.
const fs = require('fs'), path = require('path');
const { root, ok, skip, site, link, peers } = require('./lib/browser.js');
if (!fs.existsSync('/usr/bin/firefox-esr')) skip('no firefox-esr');
let puppeteer;
try { puppeteer = require(path.join(peers, 'puppeteer-core')); } catch { skip('puppeteer-core is not installed (t/peers/install)'); }

const gallery = process.env.GALLERY;
const shot = async (page, name) => { if (gallery) await page.screenshot({ path: path.join(gallery, `firefox-${name}.png`), fullPage: true }); };
const field = (page, label, at = 0) => page.evaluateHandle((l, i) => [...document.querySelectorAll('label')]
  .filter(x => x.textContent.trim().startsWith(l)).map(x => x.control).filter(Boolean)[i], label, at);
const fill = async (page, label, text, at) => { const f = await field(page, label, at); await f.asElement().type(text); };
const press = async (page, words) => {
  const b = await page.evaluateHandle(w => [...document.querySelectorAll('button,a')].find(x => x.textContent.trim().replace(/（\d+か所）$/, '') === w), words);
  if (!b.asElement()) throw new Error(`nothing is called ${words} on ${page.url()}`);
  await Promise.all([page.waitForNavigation(), b.asElement().click()]);
};
const h1 = page => page.$eval('h1', h => h.textContent.trim());

(async () => {
  const s = site();
  let browser;
  try {
    browser = await puppeteer.launch({ browser: 'firefox', executablePath: '/usr/bin/firefox-esr', headless: true,
      extraPrefsFirefox: { 'intl.accept_languages': 'ja', 'pdfjs.disabled': true } });
    ok(true, 'Firefox ' + await browser.version());
    const o = await browser.newPage();
    await o.setViewport({ width: 1280, height: 900 });
    await o.goto(s.base + '/account/register');
    await fill(o, 'メールアドレス', 'jiro@sender.example');
    await press(o, '確認メールを送る');
    await o.goto(link(await s.mail('jiro@sender.example', '登録を完了'), '/account/verify/'));
    await fill(o, '氏名', 'サイン次郎');
    await fill(o, 'パスワード', 'とても長いパスワードです2026');
    for (const c of await o.$$('input[type=checkbox]')) await c.click();
    await press(o, '登録を完了する');
    ok(await h1(o) === '書類の状況', 'registered and signed in');
    await press(o, '新しい書類の送信');
    await fill(o, 'タイトル', '秘密保持契約書');
    await (await o.$('input[type=file]')).uploadFile(path.join(root, 't/data/form-ja.pdf'));
    await press(o, '次へ');
    await fill(o, 'メールアドレス', 'hanako@a.example');
    await fill(o, '氏名', '髙﨑 花子');
    await press(o, '次へ');
    ok(await h1(o) === '入力項目の設定', 'the third step');
    await press(o, 'すべての候補に置く');
    const found = await o.$$eval('li[data-n]', x => x.length);
    ok(found > 15, `found blanks: ${found} fields`);
    const picture = await o.$('input[type=image]');
    await picture.evaluate(e => e.scrollIntoView());
    const box = await picture.boundingBox();
    await o.mouse.click(box.x + 500, box.y + 60);
    await o.waitForFunction(n => document.querySelectorAll('li[data-n]').length === n, {}, found + 1);
    ok(true, 'a press on the page places one more');
    await o.goto(o.url().split('?')[0]);
    await shot(o, 'place-1280');
    await press(o, '次へ');
    await press(o, '送信する');
    ok((await o.$eval('body', b => b.textContent)).includes('先方確認中'), 'sent');
    await shot(o, 'doc-sent-1280');

    const p = await (await browser.createBrowserContext()).newPage();
    await p.setViewport({ width: 360, height: 740 });
    await p.goto(link(await s.mail('hanako@a.example', '確認依頼'), '/review/'));
    await shot(p, 'landing-360');
    const wide = await p.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    ok(wide <= 0, 'landing: nothing scrolls sideways at 360 px', wide);
    ok(await p.$$eval('script', x => x.length) === 0, 'landing: no script');
    await press(p, '利用規約に同意して確認');
    await shot(p, 'read-360');
    const drawn = await p.$$eval('.pg img', all => Promise.all(all.map(i => { i.loading = 'eager';
      return i.decode().then(() => i.naturalWidth > 0, () => false); })));
    ok(drawn.length >= 1 && drawn.every(Boolean), `read: ${drawn.length} page pictures are drawn`);
    await press(p, '入力始める');
    let screens = 0;
    for (; screens < 40 && (await h1(p)).startsWith('入力項目'); screens++) {
      const kinds = await p.$$eval('main [name=v]', all => all.map(x => x.closest('form').textContent));
      if (kinds.length === 1)
        await (await p.$('main [name=v]')).type(/日付/.test(kinds[0]) ? '2027-04-01' : /印/.test(kinds[0]) ? '髙﨑' : '東京都');
      if (!screens) await shot(p, 'step-360');
      const words = await p.$$eval('main button', all => all.map(x => x.textContent.trim()));
      await press(p, words.includes('入力する') ? '入力する' : '完了');
    }
    ok(await h1(p) === '入力内容の確認', `${screens} screens, then the summary`);
    await shot(p, 'over-360');
    await press(p, '確認を完了する');
    await shot(p, 'agree-360');
    await press(p, '同意して確認を完了する');
    const m9 = await s.mail('hanako@a.example', '合意締結が完了しました');
    ok(m9.files === 1, 'the completion mail carries the PDF');
    await p.goto(link(m9, '/agree/'));
    ok((await h1(p)).includes('契約が成立しました'), 'the result page');
    await shot(p, 'done-360');
  } catch (e) {
    ok(false, 'the journey went to its end', e.stack);
  }
  if (browser) await browser.close();
  s.stop();
  console.log(`1..${ok.count()}`);
  process.exit(ok.failed() ? 1 : 0);
})();
