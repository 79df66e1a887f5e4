package dev.symbio.gateway.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.symbio.platform.config.InvalidSettings;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.entity.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the server's answers mean. */
class SmtpPostTest {
    private static final MailRows.Row MAIL = new MailRows.Row(
            new TenantId("acme"),
            "m-1",
            "ann@example.com",
            "News",
            "Hello\n",
            0,
            null,
            Instant.parse("2026-07-03T12:00:00Z"));

    private static MailSettings settings(int port, String user, boolean starttls) {
        return new MailSettings(
                "127.0.0.1",
                port,
                "symbio@example.com",
                user,
                user.isEmpty() ? "" : "secret",
                starttls,
                Duration.ofSeconds(2),
                Duration.ofSeconds(1));
    }

    private static SmtpPost.Outcome answered(String verb, String answer) throws IOException {
        return answered(verb, answer, "", false);
    }

    private static SmtpPost.Outcome answered(String verb, String answer, String user, boolean starttls)
            throws IOException {
        try (ScriptedSmtp server = new ScriptedSmtp(0, verb, answer)) {
            return new SmtpPost(settings(server.port(), user, starttls)).send(MAIL);
        }
    }

    @Test
    void anAddressOrAMailThatTheServerWillNeverTakeIsRefusedForGood() throws IOException {
        SmtpPost.Outcome unknown = answered("RCPT", "550 5.1.1 No such user here");
        assertThat(unknown.forGood()).isTrue();
        assertThat(unknown.error()).contains("550 5.1.1 No such user here");
        assertThat(answered("DATA", "554 5.7.1 Not wanted").forGood()).isTrue();
    }

    @Test
    void whatMayPassIsTriedAgain() throws IOException {
        assertThat(answered("RCPT", "451 4.7.1 Greylisted").forGood()).isFalse();
        assertThat(answered("DATA", "452 4.3.1 No space").forGood()).isFalse();
        assertThat(answered("MAIL", "530 5.7.0 Authentication required").forGood())
                .isFalse();
        SmtpPost.Outcome login = answered("AUTH", "535 5.7.8 Wrong password", "ann", false);
        assertThat(login.forGood()).isFalse();
        assertThat(login.error()).contains("login").doesNotContain("secret");
        SmtpPost.Outcome nobody = new SmtpPost(settings(1, "", false)).send(MAIL);
        assertThat(nobody.forGood()).isFalse();
        assertThat(nobody.error()).isNotNull();
    }

    @Test
    void nothingIsSentInTheClearWhenTlsIsWanted() throws IOException {
        try (ScriptedSmtp server = new ScriptedSmtp(0, "NOTHING", "")) {
            SmtpPost.Outcome outcome = new SmtpPost(settings(server.port(), "", true)).send(MAIL);
            assertThat(outcome.error()).isNotNull();
            assertThat(server.heard()).noneMatch(line -> line.startsWith("MAIL"));
        }
    }

    @Test
    void theSameMailHasTheSameIdEachTime() throws IOException {
        try (ScriptedSmtp server = new ScriptedSmtp(0, "NOTHING", "")) {
            SmtpPost post = new SmtpPost(settings(server.port(), "", false));
            assertThat(post.send(MAIL)).isEqualTo(SmtpPost.Outcome.TAKEN);
            assertThat(post.send(MAIL)).isEqualTo(SmtpPost.Outcome.TAKEN);
            assertThat(server.heard())
                    .filteredOn(line -> line.startsWith("Message-ID:"))
                    .containsExactly("Message-ID: <m-1@example.com>", "Message-ID: <m-1@example.com>");
        }
    }

    @Test
    void settingsAreCheckedAndThePasswordIsNeverShown() {
        assertThat(read(Map.of())).isNull();
        assertThat(read(Map.of("host", "mail.example.com", "from", "s@example.com", "user", "u", "password", "hidden"))
                        .toString())
                .doesNotContain("hidden");
        assertThatThrownBy(() -> read(Map.of("host", "mail.example.com")))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("symbio.mail.from");
        assertThatThrownBy(() -> read(Map.of("host", "h", "from", "s@example.com", "password", "hidden")))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("symbio.mail.user")
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> read(Map.of("host", "h", "from", "s@example.com", "port", 0)))
                .isInstanceOf(InvalidSettings.class);
    }

    private static MailSettings read(Map<String, ?> mail) {
        Map<String, Object> settings = new HashMap<>();
        mail.forEach((key, value) -> settings.put("symbio.mail." + key, value));
        return MailSettings.read(Settings.load(settings).raw()).orElse(null);
    }
}
