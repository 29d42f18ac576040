// Words of error pages, in Arabic: what happened, and what a person can do.
import type { ErrorWords } from '../en/errors.ts'

export const errors = {
  badLink: 'هذا الرابط لا يعمل',
  notAllowed: 'لا يُسمح لهذا التطبيق بذلك',
  tryAgain: 'يُرجى المحاولة مرة أخرى بعد لحظات',
  wait: 'يُرجى الانتظار لحظة',
  broken: 'حدث خطأ ما هنا',
  nothingHere: 'لا يوجد شيء هنا',
  badRequest: 'تتعذّر الاستجابة لهذا الطلب',
  askTheApp: 'عُد إلى التطبيق وابدأ من جديد. وإن لم ينفع ذلك، فتواصل مع أصحاب التطبيق واذكر لهم الرقم المرجعي أدناه.',
  askHere: 'لم يُفقد شيء. وإن استمر الأمر، فتواصل مع القائمين على هذا الخادم واذكر لهم الرقم المرجعي أدناه.',
  checkAddress: 'تحقق من العنوان، أو عُد من حيث أتيت.',
  forMakers: 'لأصحاب التطبيق',
  goOnHere: 'المتابعة هنا',
  uncheckedApp: (app: string) =>
    `لم يتحقق أحد هنا من التطبيق ${app}. إذا كنت تثق به فيمكنك العودة إليه وإعلامه بهذه المشكلة.`,
  backTo: (destination: string) => `العودة إلى ${destination}`,
} satisfies ErrorWords
