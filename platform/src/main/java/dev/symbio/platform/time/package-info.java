/** Working calendars and time budgets: how much time a task has used, and when its budget runs out. */
package dev.symbio.platform.time;
