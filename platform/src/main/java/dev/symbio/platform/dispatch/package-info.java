/**
 * Telling entities what is due. Rows of a table say when which entity has to be sent something; a
 * {@link dev.symbio.platform.dispatch.Dispatcher} looks for due rows, sends without waiting, and settles them by the answers.
 * Deadlines and processes are such rows.
 */
package dev.symbio.platform.dispatch;
