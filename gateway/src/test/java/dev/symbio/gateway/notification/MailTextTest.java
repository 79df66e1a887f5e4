package dev.symbio.gateway.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.contracts.notification.Inbox.Entry;
import dev.symbio.gateway.mail.MailOutbox.Mail;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.tenants.tenant.Language;
import dev.symbio.tenants.tenant.Role;
import dev.symbio.tenants.tenant.TenantList.Contact;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MailTextTest {
    private static final TellingRows.Row DIGEST =
            new TellingRows.Row(new TenantId("acme"), "digest-1", true, Language.ENGLISH, 0);
    private static final MailText TEXT = new MailText("Acme Ltd", ZoneId.of("Europe/Berlin"), Language.ENGLISH);

    private static Mail mail(Language language, int entries, String contract) {
        Entry entry = new Entry(
                "e-1",
                "ann",
                null,
                "sla.contract-offered",
                Map.of("by", "maker", "contract", contract),
                "sla",
                "maker.c-1",
                "event-1",
                1,
                Instant.parse("2026-07-03T12:00:00Z"),
                Instant.parse("2026-07-03T12:00:00Z"),
                null,
                null,
                "digest-1");
        Contact ann = new Contact("ann", "Ann", new TreeSet<>(List.of(Role.VIEWER)), "ann@example.com", language);
        return TEXT.mail(DIGEST, new TellingRows.Personal(ann, "stored", Collections.nCopies(entries, entry)));
    }

    @Test
    void theWordsAroundTheNewsAreThereInBothLanguages() {
        String bundle = MailText.class.getPackageName() + ".mail";
        assertThat(ResourceBundle.getBundle(bundle, Locale.CHINESE).keySet())
                .isEqualTo(ResourceBundle.getBundle(bundle, Locale.ROOT).keySet());
        assertThat(mail(Language.CHINESE, 2, "C").title()).isEqualTo("Symbio：2 条新消息");
        assertThat(mail(null, 2, "C").title()).isEqualTo("Symbio: 2 news");
    }

    /** Whoever knows the telling tries all names that there may be, also those that were redacted. */
    @Test
    void aMailsIdFollowsFromNoName() {
        String byName = UUID.nameUUIDFromBytes("digest-1|ann".getBytes(StandardCharsets.UTF_8))
                .toString();
        assertThat(mail(null, 1, "C").id()).isEqualTo(mail(null, 2, "D").id()).isNotEqualTo(byName);
        assertThat(mail(null, 1, "C").id()).isEqualTo(TellingRows.idOf("digest-1", "stored"));
    }

    @Test
    void aMailNamesTheEventInTheTenantsTime() {
        assertThat(mail(null, 1, "C").body())
                .isEqualTo(
                        """
                        Hello Ann,

                        this is new in Acme Ltd, and you have not read it yet:

                        - maker offers the contract "C".
                          sla maker.c-1, 2026-07-03 14:00 +02:00

                        Read it in your inbox (GET /api/v1/inbox). Change your address or language with PUT /api/v1/me/contact.
                        """);
    }

    @Test
    void aMailIsBoundedHoweverMuchThereIs() {
        Mail mail = mail(null, 1_000, "x".repeat(4_000));
        assertThat(mail.body()).hasSizeLessThan(60_000).contains("and 970 more in your inbox");
    }
}
