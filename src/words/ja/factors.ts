// Words of second factors and passkeys, in Japanese.
import type { FactorWords } from '../en/factors.ts'
import { formatsOf } from '../format.ts'

const { plural } = formatsOf('ja')

export const factors = {
  oneMoreStep: 'もう一段階の確認',
  asAccount: (email: string) => `${email} でログインしようとしています。`,
  appAsksForMore: (app: string) => `${app} は、ご本人であることの追加の確認を求めています。`,
  code: '認証アプリのコード',
  codeHint: '6 桁の数字です。30 秒ごとに変わります。',
  usePasskey: 'パスキーを使う',
  logInWithPasskey: 'パスキーでログイン',
  passkeyFailed: 'うまくいかなかったか、キャンセルされました。もう一度試すか、ほかの方法をお使いください。',
  passkeyNeedsScript: 'パスキーは、ブラウザーで JavaScript が有効な場合にのみ使えます。',
  noPhone: 'デバイスが手元にありません',
  recoveryCode: 'リカバリーコード',
  recoveryCodeHint: '設定したときに保管したコードの一つです。それぞれ一度だけ使えます。',
  useRecoveryCode: 'このリカバリーコードを使う',
  lostAll:
    'どれもなくした場合は、このサーバーの管理者に連絡してください。ご本人であることを確認したうえで、二段階目の確認を解除できます。',
  missingCode: 'コードを入力してください。',
  wrongCode: 'コードが正しくありません。認証アプリをもう一度確認してください。コードは 30 秒ごとに変わります。',
  usedCode: 'このコードはすでに使われました。次のコードをお待ちください。',
  wrongRecoveryCode: 'お持ちのリカバリーコードではないか、すでに使われたコードです。別のコードをお試しください。',
  wrongPasskey: 'このパスキーは受け付けられませんでした。ほかの方法でログインしてください。',
  neededTitle: '追加の確認が必要です',
  neededLead: (app: string) =>
    `${app} を使うには、二つの方法でご本人であることを確認する必要があります。今ある方法は一つ、パスワードです。`,
  neededHow: '二つ目の方法を今すぐ設定できます。1 分ほどで終わり、ここに戻ります。',
  ratherNot: '今は設定しない場合',
  sectionTitle: '二段階目の確認',
  isOn: 'パスワードを知っている人でも、これらのうちの一つがなければログインできません。',
  isOff: '二段階目の確認があれば、パスワードだけではログインできなくなります。',
  app: '認証アプリ',
  appLead: 'スマートフォンのアプリが 30 秒ごとに新しいコードを表示します。パスワードの後に、そのコードを入力します。',
  setUpApp: '認証アプリを設定する',
  weakElsewhere:
    'ほかの場所では二段階目の確認なしでログインしています。心当たりのないものがあれば、そこからログアウトしてください。',
  removeApp: '認証アプリを外す',
  passkeys: 'パスキー',
  passkeyLead:
    'パスキーは、スマートフォン、コンピューター、またはセキュリティキーの中にある鍵です。パスワードの代わりに指、顔、または PIN でログインでき、偽のページに盗まれることはありません。',
  addPasskey: 'パスキーを追加する',
  noPasskeysHere: 'ここではパスキーを使えません。このブラウザー、またはこのサーバーのアドレスが対応していません。',
  synced: 'お使いのすべてのデバイス',
  onOneDevice: '1 台のデバイス',
  neverUsed: '未使用',
  lastUsed: (ago: string) => `最後に使用：${ago}`,
  change: '変更',
  lookAtPasskey: (name: string) => `パスキー「${name}」を変更する`,
  recoveryCodes: 'リカバリーコード',
  codesLeft: (count: number) =>
    count === 0
      ? 'コードは残っていません。スマートフォンがなくてもログインできるように、新しく作ってください。'
      : plural(count, { other: 'コードが # 個残っています。スマートフォンがなくてもログインできます。' }),
  newCodes: '新しいリカバリーコードを作る',
  appRemoved: '認証アプリを外しました。',
  appIsThere: '認証アプリはすでにあります。別のものにするには、まず今のものを外してください。',
  installApp:
    '認証アプリがない場合は、スマートフォンにインストールしてください。アプリストアでは「Authenticator」という名前です。多くのパスワードマネージャーも対応しています。',
  scanPicture: 'そのアプリでこの画像を読み取ってください。',
  pictureLabel: '認証アプリのための画像（QR コード）',
  cannotScan: '読み取れません',
  typeSecret: '代わりに、次のキーをアプリに入力してください：',
  firstCode: 'アプリに今表示されているコード',
  turnOn: '有効にする',
  wrongFirstCode:
    'アプリには別のコードが表示されるはずです。もう一度確認し、スマートフォンの時計が合っているかもご確認ください。',
  appAdded: '認証アプリを設定しました。',
  keepCodes:
    'スマートフォンをなくしたときは、これらのコードでログインできます。それぞれ一度だけ使えます。ほかの人に見つからない場所に保管してください。',
  shownOnce: '表示されるのは今回だけです。',
  download: 'ファイルに保存する',
  print: '印刷する',
  keptThem: '保管しました',
  recoveryCodesFor: (email: string, server: string) =>
    `${server} での ${email} のリカバリーコード。それぞれ一度だけ使えます。`,
  isSetUp: '設定しました',
  isSetUpLead: 'これからは二つの方法でご本人であることを確認できます。',
  passkeyName: 'このパスキーの名前',
  passkeyNameHint: '後で見分けるための名前です。',
  makePasskey: 'パスキーを作る',
  badName: (most: number) => `${most} 文字以内の 1 行で入力してください。`,
  passkeyNotAdded: 'パスキーを追加できませんでした。もう一度お試しください。',
  passkeyIsThere:
    'このデバイスにはこのアカウントのパスキーがすでにあるか、パスキーの数が多すぎます。多すぎる場合は、先に一つ削除してください。',
  passkeyAdded: (name: string) => `パスキー「${name}」を追加しました。`,
  passkeyRenamed: (name: string) => `パスキーの名前を「${name}」にしました。`,
  passkeyRemoved: (name: string) => `パスキー「${name}」を削除しました。デバイスからも削除できます。`,
  syncedLong: 'パスキーの提供元がお使いのすべてのデバイスに保管しており、1 台をなくしても復元できます。',
  onOneDeviceLong: '1 台のデバイスにしかなく、そのデバイスをなくすと使えなくなります。',
  removePasskey: 'このパスキーを削除する',
  removePasskeyWhat: '以後、このパスキーでは誰もログインできなくなります。',
} satisfies FactorWords
