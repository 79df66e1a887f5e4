package dev.symbio.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.util.Version;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppVersionTest {
    /** Oldest first. */
    private static final List<String> VERSIONS = List.of(
            "0.1.0",
            "0.1.0-SNAPSHOT+9",
            "0.1.0-SNAPSHOT+263331437",
            "0.1.0+263331438",
            "0.1.0-rc-2+270010000",
            "0.1.1",
            "0.10.0+1",
            "1.0.0-SNAPSHOT+2",
            "1.0.0+10");

    @Test
    void theNumbersDecideEitherWay() {
        for (int i = 0; i < VERSIONS.size(); i++) {
            for (int j = 0; j < VERSIONS.size(); j++) {
                assertThat(Integer.signum(akka(i).compareTo(akka(j))))
                        .as("%s and %s", VERSIONS.get(i), VERSIONS.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    private static Version akka(int index) {
        return Version.apply(AppVersion.of(VERSIONS.get(index)));
    }

    @Test
    void aSnapshotThatAnOldNodeTellsIsOlder() {
        assertThat(Version.apply("0.1.0-SNAPSHOT").compareTo(akka(1))).isNegative();
        assertThat(akka(1).compareTo(Version.apply("0.1.0-SNAPSHOT"))).isPositive();
    }

    @Test
    void whatTheBuildDidNotFillInIsNoVersion() {
        assertThatThrownBy(() -> AppVersion.of("@project.version@+@symbio.build@"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1.4.0+57");
    }
}
