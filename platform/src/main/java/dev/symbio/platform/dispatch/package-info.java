/**
 * Sending what is due, to entities and beyond. Rows of a table say when what has to be sent; a
 * {@link dev.symbio.platform.dispatch.Dispatcher} looks for due rows, sends without waiting, and settles them by the answers.
 * Deadlines and processes are such rows, and so is mail.
 */
package dev.symbio.platform.dispatch;
