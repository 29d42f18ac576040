// Words of error pages, in English: what happened, and what a person can do.

export const errors = {
  badLink: 'This link does not work',
  notAllowed: 'This app may not do this',
  tryAgain: 'Please try again in a moment',
  wait: 'Please wait a moment',
  broken: 'Something went wrong here',
  nothingHere: 'There is nothing here',
  badRequest: 'This request cannot be answered',
  askTheApp:
    'Go back to the app and start again. If that does not help, ask the people who make the app, and give them the reference below.',
  askHere:
    'Nothing is lost. If it stays like this, ask the people who run this server, and give them the reference below.',
  checkAddress: 'Check the address, or go back to where you came from.',
  forMakers: 'For the makers of the app',
  goOnHere: 'Go on here',
  uncheckedApp: (app: string) =>
    `Nobody here has checked the app ${app}. If you trust it, you can go back to it and let it know of this problem.`,
  backTo: (destination: string) => `Go back to ${destination}`,
}

export type ErrorWords = typeof errors
