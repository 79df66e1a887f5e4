/** The person's inbox over HTTP: what there is to know, in the reader's language, and what has been read. */
package dev.symbio.gateway.notification;
