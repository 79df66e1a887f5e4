/**
 * Mail to members: what the inbox tells, over SMTP. Off while no server is named in {@code symbio.mail}.
 *
 * <p>{@link dev.symbio.gateway.mail.MailOutbox} writes one row per telling and person, with the text as it will be sent; {@link
 * dev.symbio.gateway.mail.MailRows} sends what is due, and {@link dev.symbio.gateway.mail.SmtpPost} talks to the server.
 *
 * <p>Life of a mail: waiting - delivered; or refused, when the server will never take it; or dead, when it could not be reached
 * for days; or no-address, when the person has none. A mail that was under way when the process died is sent again, with the
 * same Message-ID.
 *
 * <p>Invariants: a mail goes to one person; the server's password is in no log, no answer and no {@code toString}.
 */
package dev.symbio.gateway.mail;
