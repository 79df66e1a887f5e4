package dev.symbio.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.symbio.ops.host.Home;
import dev.symbio.ops.independent.OtherReport;
import dev.symbio.ops.independent.OtherScms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo settles ten years of real deliveries; every statement is computed a second time from the file. */
class ScmsSettlementTest {
    @TempDir
    Path folder;

    @Test
    void settlesEveryQuarterOfEveryVendorExactly() throws IOException {
        Path data = data();
        Path deliveries = data.resolve("scms/deliveries.csv");
        assumeTrue(
                Files.exists(deliveries),
                "There is no " + deliveries
                        + ": set SYMBIO_DATA to the folder of the public data sets to run this test.");

        Path onlyDeliveries = Files.createDirectory(folder.resolve("data"));
        Files.createSymbolicLink(
                onlyDeliveries.resolve("scms"), deliveries.getParent().toAbsolutePath());

        int exit = Ops.run(
                "demo", "--exit", "--port", "0", "--data", onlyDeliveries.toString(), "--report", folder.toString());

        assertThat(exit).isZero();
        String report = Files.readString(folder.resolve("statements.csv"));
        assertThat(OtherReport.lines(report)).isEqualTo(OtherScms.statements(deliveries));
        assertThat(OtherReport.statuses(report)).containsOnly("paid", "accepted");
        assertThat(Files.readAllLines(folder.resolve("problems.csv"))).hasSize(1);
    }

    private static Path data() {
        String told = System.getenv("SYMBIO_DATA");
        return told != null
                ? Path.of(told)
                : Home.root().resolve("../shared/data").normalize();
    }
}
