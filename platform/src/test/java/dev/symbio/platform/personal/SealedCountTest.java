package dev.symbio.platform.personal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SealedCountTest {
    private static final String ZELDA = "zelda000000000000000";
    private static final String YURI = "yuri0000000000000000";

    private final SealedCount count = new SealedCount();

    @Test
    void countsWhatLiesUnderTheKeysOfRedactedPersons() {
        add("symbio.tenant.member-added.v1", "{\"subject\":\"" + Mark.name(ZELDA) + "\"}");
        add("symbio.tenant.member-added.v1", "{\"subject\":\"" + Mark.name(YURI) + "\"}");
        add("symbio.tenant.member-redacted.v1", "{\"subject\":\"" + Mark.name(ZELDA) + "\",\"reason\":\"left\"}");

        assertThat(count.sealed()).isEqualTo(3);
        assertThat(count.keys()).isEqualTo(2);
        assertThat(count.redacted()).isEqualTo(2);
        assertThat(count.company()).isFalse();
    }

    @Test
    void tellsThatAWholeCompanyWasRedacted() {
        add("symbio.tenant.redacted.v1", "{\"reason\":\"gone\"}");

        assertThat(count.company()).isTrue();
        assertThat(count.redacted()).isZero();
    }

    private void add(String type, String data) {
        count.add(type, data.getBytes(StandardCharsets.UTF_8));
    }
}
