// Sends the answer on at once. Before the page has loaded, so that it takes this page's place in the history.
document.querySelector('#form-post').submit()
