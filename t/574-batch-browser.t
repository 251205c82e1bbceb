#!/usr/bin/env node
// SPDX-License-Identifier: AGPL-3.0-or-later
// 一括検証 in Chromium at 1280 and 360 px: before, after, with a changed file, with
// a wrong period. Labels only; every page is judged (lib/browser.js).
const fs = require('fs'), path = require('path');
const { root, ok, person, press, go, h1, look, link, journey } = require('./lib/browser.js');

journey(async ({ base, run, mail: wait }, browser) => {
  const o = await person(browser, 1280), small = await person(browser, 360, { script: false });
  const enter = async p => {
    await p.goto(base + '/account/login');
    await p.getByLabel('メールアドレス').fill('jiro@sender.example');
    await p.getByLabel('パスワード').fill('とても長いパスワードです2026');
    await press(p, 'ログイン');
  };
  await o.goto(base + '/account/register');
  await o.getByLabel('メールアドレス').fill('jiro@sender.example');
  await press(o, '確認メールを送る');
  await o.goto(link(await wait('jiro@sender.example', '登録を完了してください'), '/account/verify/'));
  await o.getByLabel('氏名').fill('サイン次郎');
  await o.getByLabel('パスワード').fill('とても長いパスワードです2026');
  for (const c of await o.getByRole('checkbox').all()) await c.check();
  await press(o, '登録を完了する');
  await o.goto(base + '/search/batch');
  await look(o, 'batch-empty');
  const pdf = path.join(root, 't/data/contract-ja.pdf');
  await go(o, '新しい書類の送信');
  await o.getByLabel('タイトル').fill('とても長い題名の秘密保持および個人情報の取り扱いに関する基本契約書ならびに覚書');
  await o.getByLabel('契約相手の名称').fill('サイン株式会社');
  await o.locator('input[type=file]').setInputFiles([pdf, path.join(root, 't/data/boxes-8p.pdf')]);
  await press(o, '次へ');
  await o.getByLabel('メールアドレス').first().fill('a@example.jp');
  await o.getByLabel('氏名').first().fill('甲');
  await press(o, '次へ');
  for (let i = 0; i < 4 && !await o.getByRole('button', { name: '送信する', exact: true }).count(); i++) await press(o, '次へ');
  await press(o, '送信する');
  const a = await person(browser, 1280);
  await a.goto(link(await wait('a@example.jp', '確認依頼'), '/review/'));
  await press(a, '利用規約に同意して確認');
  const agree = a.getByRole('link', { name: '書類の内容に同意' });
  if (await agree.count()) await agree.first().click(); else await press(a, '書類の内容に同意');
  await press(a, '同意して確認完了');
  await wait('a@example.jp', '合意締結が完了');
  await o.goto(base + '/search/done');
  await go(o, '一括検証');
  ok(await h1(o) === '一括検証', 'from the list of concluded documents');
  await look(o, 'batch-before');
  await press(o, '検証する（残り2件）');
  ok(await o.getByText('変わっていません。署名は有効です').count() === 2, 'both files are good');
  await look(o, 'batch-after');
  const doc = path.join(run, 'var/doc');
  for (const d of fs.readdirSync(doc))
    for (const f of fs.readdirSync(path.join(doc, d))) {
      const at = path.join(doc, d, f), bytes = fs.readFileSync(at);
      if (bytes.includes('/DocTimeStamp')) { bytes[900] ^= 1; fs.writeFileSync(at, bytes); break; }
    }
  await press(o, 'もう一度すべて検証する');
  ok(await o.getByText('ファイルが変わっています').count() >= 1, 'a changed file is told');
  await look(o, 'batch-changed');
  await o.getByLabel('締結した日（おわり）').fill('2020-01-01');
  await press(o, 'この期間の書類を表示');
  ok((await o.textContent('body')).includes('はじめの日と同じか後の日'), 'a wrong period is said');
  await look(o, 'batch-wrong');
  await enter(small);
  await small.goto(base + '/search/batch');
  await look(small, 'batch-changed');
  await small.goto(base + '/search/batch?only=risk');
  await look(small, 'batch-risky');
  const phone = await person(browser, 360);
  await enter(phone);
  await phone.goto(base + '/search/batch');
  await look(phone, 'batch-phone');
});
