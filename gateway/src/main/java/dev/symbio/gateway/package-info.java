/**
 * The way in: the HTTP API, bulk intake, webhooks. {@link dev.symbio.gateway.Symbio} puts the whole thing together and
 * starts it; {@link dev.symbio.gateway.Main} does so as a process of its own.
 */
package dev.symbio.gateway;
