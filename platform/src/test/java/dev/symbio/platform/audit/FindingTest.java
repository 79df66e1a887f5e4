package dev.symbio.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FindingTest {
    @Test
    void whatAFileSaysDoesNotSteerTheTerminal() {
        Verifier.Finding finding = new Verifier.Finding(
                7, "tally/acme.b\u001b[2J\r\nline 8, tally", "Intact.\u0007\u202E\u2028\u009b \uD800 Größe 大小");
        assertThat(finding.toString())
                .isEqualTo("line 7, tally/acme.b\uFFFD[2J\uFFFD\uFFFDline 8, tally:"
                        + " Intact.\uFFFD\uFFFD\uFFFD\uFFFD \uFFFD Größe 大小");
    }

    @Test
    void longTextsAreCut() {
        Verifier.Finding finding = new Verifier.Finding(0, "x".repeat(100_000), "y".repeat(500));
        assertThat(finding.where()).hasSize(503).endsWith("x...");
        assertThat(finding.what()).isEqualTo("y".repeat(500));
    }
}
