// Words of error pages, in Japanese: what happened, and what a person can do.
import type { ErrorWords } from '../en/errors.ts'

export const errors = {
  badLink: 'このリンクは使えません',
  notAllowed: 'このアプリにはこの操作が許可されていません',
  tryAgain: 'しばらくしてからもう一度お試しください',
  wait: '少しお待ちください',
  broken: 'こちらで問題が発生しました',
  nothingHere: 'ここには何もありません',
  badRequest: 'この要求には応答できません',
  askTheApp:
    'アプリに戻って、最初からやり直してください。それでも解決しない場合は、下の照会番号を添えてアプリの提供元にお問い合わせください。',
  askHere:
    '失われたものはありません。この状態が続く場合は、下の照会番号を添えてこのサーバーの管理者にお問い合わせください。',
  checkAddress: 'アドレスを確認するか、元のページに戻ってください。',
  forMakers: 'アプリの提供元の方へ',
  goOnHere: 'ここで続ける',
  uncheckedApp: (app: string) =>
    `アプリ ${app} は、ここでは誰も確認していません。信頼できる場合は、アプリに戻ってこの問題を知らせることができます。`,
  backTo: (destination: string) => `${destination} に戻る`,
} satisfies ErrorWords
