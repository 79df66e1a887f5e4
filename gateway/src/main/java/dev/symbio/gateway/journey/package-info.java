/**
 * Journeys over HTTP: start, work on tasks, disputes, reviews, and the intake of histories. Each participant is shown its own
 * tasks, title and state of what they depend on, and the shared fields; everybody else is answered as if there was nothing.
 */
package dev.symbio.gateway.journey;
