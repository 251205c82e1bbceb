#!/usr/bin/env node
// SPDX-License-Identifier: AGPL-3.0-or-later
// Everything beside agreeing, in Firefox as Debian ships it: the owner at 1280 px, the
// recipients at 360 and 1280 px. Forwarded in the middle, declined, withdrawn, expired
// and extended, an old link renewed, reminded, concluded. Labels only.
const fs = require('fs'), path = require('path');
const { spawnSync } = require('child_process');
const { root, ok, link, shot, fill, press, h1, says, journey, register } = require('./lib/firefox.js');
const build = process.env.B || path.join(root, 'build');

// What only time does, by the tests' own program over the site's own records.
const scene = s => {
  const made = spawnSync('make', ['-s', '-C', root, 'B=' + build, build + '/t/page/scene'], { encoding: 'utf8' });
  if (made.status) throw new Error(made.stdout + made.stderr);
  fs.copyFileSync(build + '/t/page/scene', s.run + '/scene');
  fs.chmodSync(s.run + '/scene', 0o755);
  const web = fs.statSync(path.join(s.run, 'var')), conf = fs.statSync(path.join(s.run, 'etc/site.conf'));
  return (...words) => {
    const r = spawnSync(s.run + '/scene', words.map(String), { encoding: 'utf8', cwd: '/', env: { TEIKETSU_CONF: s.run + '/etc/site.conf' },
      ...(process.getuid() === 0 ? { uid: web.uid, gid: conf.gid } : {}) });
    if (r.status) throw new Error(`scene ${words}: ${r.stderr}`);
    return r.stdout.trim();
  };
};

journey(async (s, person) => {
  const o = await person(1280), a = await person(360), b = await person(1280);
  const time = scene(s);
  await register(s, o, 'jiro@sender.example', 'サイン次郎');

  const send = async (title, people) => {
    await o.goto(s.base + '/search/home');
    await press(o, '新しい書類の送信');
    await fill(o, 'タイトル', title);
    await (await o.$('input[type=file]')).uploadFile(path.join(root, 't/data/contract-ja.pdf'));
    await press(o, '次へ');
    for (let i = 0; i < people.length; i++) {
      if (i) await press(o, '宛先を追加');
      await fill(o, 'メールアドレス', people[i][0], i);
      await fill(o, '氏名', people[i][1], i);
    }
    await press(o, '次へ');
    await press(o, '入力項目なしで次へ');
    await press(o, '送信する');
    return o.url().split('/').pop();
  };
  const open = async (p, mail, about) => {
    await p.goto(link(await s.mail(mail, about), '/review/'));
    await press(p, '利用規約に同意して確認');
  };
  const agree = async p => {
    await press(p, '書類の内容に同意');
    await press(p, await p.$$eval('button', x => x.some(y => y.textContent.trim() === '同意して確認完了')) ? '同意して確認完了' : '同意して確認を完了する');
  };
  const wide = async (p, name) => {
    const px = await p.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    ok(px <= 0, `${name}: nothing scrolls sideways`, px);
    await shot(p, name);
  };

  // forwarded in the middle, then concluded
  await send('転送する契約書', [['hanako@a.example', '髙﨑 花子'], ['taro@b.example', '𠮷田 太郎']]);
  await open(a, 'hanako@a.example', '転送する契約書');
  await press(a, '書類を転送する');
  await fill(a, '転送先のメールアドレス', 'boss@a.example');
  await fill(a, '転送先の氏名', '決裁 権三');
  await fill(a, '転送先へのメッセージ', '決裁をお願いします。');
  await press(a, '確認へ進む');
  await wide(a, 'forward-confirm-360');
  await press(a, '転送する');
  ok(await h1(a) === '転送しました', 'forwarded on the phone');
  await open(b, 'boss@a.example', '転送する契約書');
  ok(await says(b, '決裁 権三'), 'the one who got it reads');
  await wide(b, 'forwarded-read-1280');
  await agree(b);
  await a.goto(link(await s.mail('hanako@a.example', '転送する契約書'), '/review/'));
  ok((await h1(a)).startsWith('この書類は決裁 権三様に転送しました'), 'the old link says to whom');
  const c = await person(360);
  await open(c, 'taro@b.example', '転送する契約書');
  await press(c, '簡易表示版に切り替える');
  await agree(c);
  for (const who of ['boss@a.example', 'taro@b.example', 'jiro@sender.example', 'hanako@a.example'])
    ok((await s.mail(who, '転送する契約書」の合意締結が完了')).files === 1, `concluded: ${who} has the PDF`);

  // declined
  const declined = await send('却下する契約書', [['no@a.example', '否田 三郎']]);
  await open(a, 'no@a.example', '却下する契約書');
  await press(a, '同意しないで却下する');
  await (await a.$('input[type=radio]')).click();
  await press(a, '確認へ進む');
  await wide(a, 'decline-confirm-360');
  await press(a, '却下する');
  ok(/却下しました/.test(await h1(a)), 'declined', await h1(a));
  await s.mail('jiro@sender.example', '却下');
  await o.goto(`${s.base}/search/doc/${declined}`);
  ok(await says(o, '却下'), 'the owner sees it');

  // reminded, then withdrawn
  const taken = await send('取り下げる契約書', [['wait@a.example', '待田 四郎']]);
  const first = await s.mail('wait@a.example', '取り下げる契約書');
  time('hour_ago', taken, 1);
  await o.goto(`${s.base}/search/doc/${taken}/remind/1`);
  await press(o, 'リマインドする');
  const reminder = await s.mail('wait@a.example', '【再送】');
  ok(link(reminder, '/review/') === link(first, '/review/'), 'the reminder brings the same link');
  await o.goto(`${s.base}/search/doc/${taken}/withdraw`);
  await fill(o, '理由', '条件が変わったため');
  await press(o, '取り下げる');
  await b.goto(link(first, '/review/'));
  ok(await h1(b) === '送信者がこの書類を取り下げました' && await says(b, '条件が変わったため'), 'the link says why');
  await wide(b, 'withdrawn-1280');

  // expired, asked for more time, extended, agreed to
  const late = await send('期限の過ぎた契約書', [['late@a.example', '遅田 五郎']]);
  const m = await s.mail('late@a.example', '期限の過ぎた契約書');
  time('expire', late, 1);
  await a.goto(link(m, '/review/'));
  ok((await h1(a)).startsWith('返答の期限が過ぎています'), 'expired');
  await wide(a, 'expired-360');
  await press(a, '期限の延長を頼む');
  ok(await says(a, '送信者に伝えました。'), 'asked');
  await s.mail('jiro@sender.example', '期限の延長');
  await o.goto(`${s.base}/search/doc/${late}/extend/1`);
  await fill(o, '返答の期限（日付）', new Date(Date.now() + 30 * 86400e3).toISOString().slice(0, 10));
  await press(o, '期限を延ばす');
  await a.goto(link(m, '/review/'));
  await press(a, '利用規約に同意して確認');
  await agree(a);
  ok((await s.mail('late@a.example', '合意締結が完了')).files === 1, 'extended, then concluded');

  // a link that is too old renews itself
  const old = await send('古いリンクの契約書', [['old@a.example', '古田 六郎']]);
  const before = link(await s.mail('old@a.example', '古いリンクの契約書'), '/review/');
  time('stale', old, 1);
  await b.goto(before);
  await wide(b, 'old-link-1280');
  const words = await b.$$eval('main button', x => x.map(y => y.textContent.trim()));
  ok(words.length === 1, 'one thing to press', words.join());
  const had = s.mails().filter(x => x.to.includes('old@a.example')).length;
  await press(b, words[0]);
  ok(await h1(b) === '案内をもう一度送ります', 'to whom it goes stands there first');
  await press(b, words[0]);
  for (let i = 0; i < 200 && s.mails().filter(x => x.to.includes('old@a.example')).length === had; i++) await new Promise(r => setTimeout(r, 100));
  const fresh = s.mails().filter(x => x.to.includes('old@a.example')).map(x => link(x, '/review/')).find(x => x && x !== before);
  ok(fresh, 'a new link came');
  await b.goto(fresh);
  await press(b, '利用規約に同意して確認');
  await agree(b);
  ok((await s.mail('old@a.example', '合意締結が完了')).files === 1, 'and leads to the end');
});
