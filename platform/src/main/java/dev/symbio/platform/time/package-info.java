/**
 * Working calendars and time budgets: how much time a task has used, and when its budget runs out.
 *
 * <p>A {@link dev.symbio.platform.time.WorkingCalendar} says when a company works: weekly hours, holidays, time zone. An
 * instant is open exactly when the local clock shows a time within the opening hours; what is measured is real time, so
 * a night shift in spring has an hour less than one in autumn. A {@link dev.symbio.platform.time.CalendarSpec} is a
 * calendar as somebody sent it, with every fault in it named by a pointer.
 *
 * <p>A {@link dev.symbio.platform.time.TimeBudget} is a limit on either clock with a ledger of when it ran and when it
 * was paused. It stores what has been used, never only a target, so that a pause, or a calendar that changes in the
 * middle, does not rewrite the past.
 */
package dev.symbio.platform.time;
