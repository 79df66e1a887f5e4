package dev.symbio.gateway.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.OptionalInt;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** One attempt over SMTP. */
final class SmtpPost {
    private static final int PERMANENT = 5;
    /** The server wants a login or another one: that is for the operator to mend, and no fault of the mail. */
    private static final int AUTHENTICATION_FROM = 530;

    private static final int AUTHENTICATION_TO = 539;

    /**
     * How an attempt went.
     *
     * @param error null when the server took it
     * @param forGood the server will never take it
     */
    record Outcome(String error, boolean forGood) {
        static final Outcome TAKEN = new Outcome(null, false);
    }

    private final MailSettings settings;
    private final Session session;

    SmtpPost(MailSettings settings) {
        this.settings = settings;
        String millis = Long.toString(settings.timeout().toMillis());
        Properties smtp = new Properties();
        smtp.setProperty("mail.smtp.host", settings.host());
        smtp.setProperty("mail.smtp.port", Integer.toString(settings.port()));
        smtp.setProperty("mail.smtp.connectiontimeout", millis);
        smtp.setProperty("mail.smtp.timeout", millis);
        smtp.setProperty("mail.smtp.writetimeout", millis);
        smtp.setProperty("mail.smtp.auth", Boolean.toString(!settings.user().isEmpty()));
        smtp.setProperty("mail.smtp.starttls.enable", Boolean.toString(settings.starttls()));
        smtp.setProperty("mail.smtp.starttls.required", Boolean.toString(settings.starttls()));
        smtp.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        session = Session.getInstance(smtp);
    }

    /** Blocks until the server has answered, or the time is over. */
    Outcome send(MailRows.Row mail) {
        try (Transport transport = session.getTransport("smtp")) {
            MimeMessage message = message(mail);
            if (settings.user().isEmpty()) {
                transport.connect();
            } else {
                transport.connect(settings.user(), settings.password());
            }
            transport.sendMessage(message, message.getAllRecipients());
            return Outcome.TAKEN;
        } catch (AuthenticationFailedException e) {
            return new Outcome("The mail server does not accept the login.", false);
        } catch (AddressException e) {
            return new Outcome("The address cannot be one.", true);
        } catch (SendFailedException e) {
            OptionalInt code = code(e);
            boolean forGood = code.isPresent() && isForGood(code.getAsInt());
            return new Outcome(said(e), forGood);
        } catch (MessagingException e) {
            return new Outcome("No mail could be handed over: " + e.getClass().getSimpleName(), false);
        }
    }

    private MimeMessage message(MailRows.Row mail) throws MessagingException {
        String domain = settings.from().substring(settings.from().indexOf('@') + 1);
        MimeMessage message = new WithId(session, "<" + mail.id() + "@" + domain + ">");
        message.setFrom(new InternetAddress(settings.from(), true));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.address(), true));
        message.setSubject(mail.title(), StandardCharsets.UTF_8.name());
        message.setText(mail.body(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(mail.createdAt()));
        // nobody is to answer, and no absence note either (RFC 3834)
        message.setHeader("Auto-Submitted", "auto-generated");
        message.saveChanges();
        return message;
    }

    private static boolean isForGood(int code) {
        return code / 100 == PERMANENT && (code < AUTHENTICATION_FROM || code > AUTHENTICATION_TO);
    }

    /** The server's answer is about the address, or about the mail as a whole. */
    private static OptionalInt code(MessagingException failure) {
        for (Exception each = failure; each instanceof MessagingException next; each = next.getNextException()) {
            if (each instanceof SMTPAddressFailedException address) {
                return OptionalInt.of(address.getReturnCode());
            }
            if (each instanceof SMTPSendFailedException whole && whole.getNextException() == null) {
                return OptionalInt.of(whole.getReturnCode());
            }
        }
        return OptionalInt.empty();
    }

    private static String said(MessagingException failure) {
        Exception innermost = failure;
        while (innermost instanceof MessagingException next && next.getNextException() != null) {
            innermost = next.getNextException();
        }
        return "The mail server said: "
                + String.valueOf(innermost.getMessage())
                        .strip()
                        .replaceAll("\\p{Cntrl}+", " ")
                        .replaceAll("<?[^\\s<>]+@[^\\s<>]+>?", "(address)");
    }

    /** A mail that is sent again has the id that it had. */
    private static final class WithId extends MimeMessage {
        private final String id;

        WithId(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
