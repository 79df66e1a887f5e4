package dev.symbio.gateway.mail;

import com.typesafe.config.Config;
import dev.symbio.platform.config.InvalidSettings;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.dispatch.BackOff;
import dev.symbio.tenants.tenant.Member;
import java.time.Duration;
import java.util.Optional;

/**
 * How mail is sent.
 *
 * @param user empty for a server that asks for none, like {@code password}
 * @param starttls nothing is sent in the clear
 * @param timeout for the connection and for each answer
 * @param retryAfter first pause after a failure
 */
public record MailSettings(
        String host,
        int port,
        String from,
        String user,
        String password,
        boolean starttls,
        Duration timeout,
        Duration retryAfter) {
    /** Counted from the first attempt. */
    static final Duration GIVE_UP_AFTER = Duration.ofDays(3);
    /** How long what is over can be looked at. */
    static final Duration KEEP_FOR = Duration.ofDays(30);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(4);
    private static final int MAX_PORT = 65_535;

    /** @return empty when mail is off */
    public static Optional<MailSettings> read(Config symbio) {
        Config mail = symbio.getConfig("mail");
        if (mail.getString("host").isBlank()) {
            return Optional.empty();
        }
        MailSettings settings = new MailSettings(
                mail.getString("host"),
                Settings.between(symbio, "mail.port", 1, MAX_PORT),
                mail.getString("from"),
                mail.getString("user"),
                mail.getString("password"),
                mail.getBoolean("starttls"),
                Settings.between(symbio, "mail.timeout", Duration.ofMillis(100), Duration.ofMinutes(5)),
                Settings.between(symbio, "mail.retry-after", Duration.ofMillis(10), Duration.ofHours(1)));
        if (!Member.isMail(settings.from)) {
            throw new InvalidSettings("symbio.mail.from", "Expected a mail address such as symbio@example.com.");
        }
        if (settings.user.isEmpty() != settings.password.isEmpty()) {
            throw new InvalidSettings("symbio.mail.user", "Expected both a user and a password, or neither.");
        }
        return Optional.of(settings);
    }

    BackOff backOff() {
        return new BackOff(retryAfter, LONGEST_PAUSE);
    }

    @Override
    public String toString() {
        return "MailSettings[" + host + ":" + port + " from " + from + "]";
    }
}
