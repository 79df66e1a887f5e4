package dev.symbio.ops.deliveries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryReaderTest {
    private static final String HEADER = "id,provider,promised_on,delivered_on,value,currency\n";

    @TempDir
    Path folder;

    @Test
    void readsQuotesByteOrderMarkAndCarriageReturns() throws IOException {
        DeliveryFile file = read("\uFEFFid,provider,promised_on,delivered_on,value,currency\r\n"
                + "1,\"Müller, Söhne \"\"& Co\"\"\",2011-01-31,2011-02-01,10.50,EUR\r\n"
                + "2,\"two\r\nlines\",2011-01-31,2011-01-31,.5,EUR");
        assertThat(file.problems()).isEmpty();
        assertThat(file.deliveries())
                .extracting(Delivery::line, Delivery::provider, Delivery::value, Delivery::met)
                .containsExactly(
                        tuple(2L, "Müller, Söhne \"& Co\"", new BigDecimal("10.50"), false),
                        tuple(3L, "two\r\nlines", new BigDecimal("0.5"), true));
    }

    @Test
    void takesColumnsInAnyOrder() throws IOException {
        DeliveryFile file =
                read("currency,value,delivered_on,promised_on,provider,id\nUSD,7,2012-02-29,2012-02-28,Acme,x-1\n");
        assertThat(file.deliveries())
                .containsExactly(new Delivery(
                        2,
                        "x-1",
                        "Acme",
                        LocalDate.of(2012, 2, 28),
                        LocalDate.of(2012, 2, 29),
                        BigDecimal.valueOf(7),
                        "USD"));
    }

    @Test
    void reportsEachBadRowWithItsLineAndTakesTheOthers() throws IOException {
        DeliveryFile file = read(HEADER
                + "1,Acme,2011-02-30,2011-01-01,1,USD\n"
                + "2,Acme,2011-01-01,01/02/2011,1,USD\n"
                + "3,Acme,2011-01-01,2011-01-01,-1,USD\n"
                + "4,Acme,2011-01-01,2011-01-01,\"1,000\",USD\n"
                + "5,Acme,2011-01-01,2011-01-01,1,Dollar\n"
                + "6, ,2011-01-01,2011-01-01,1,USD\n"
                + "7,Acme,2011-01-01,2011-01-01,1\n"
                + "8,Acme,2011-01-01,2011-01-01,1,USD,more\n"
                + "\n"
                + ",Acme,2011-01-01,2011-01-01,1,USD\n"
                + "10,Acme,0211-01-01,2011-01-01,1,USD\n"
                + "11,Acme,2011-01-01,,1,USD\n"
                + "12,Acme,2011-01-01,2011-01-01,1e999999999,USD\n"
                + "13,Acme,2011-01-01,2011-01-01,1,USD\n"
                + "14,Acme,2911-01-01,2011-01-01,1,USD\n");
        assertThat(file.rows()).isEqualTo(14);
        assertThat(file.deliveries()).extracting(Delivery::id).containsExactly("13");
        assertThat(file.problems())
                .extracting(RowProblem::line, RowProblem::id, RowProblem::code)
                .containsExactly(
                        tuple(2L, "1", "row.no-date"),
                        tuple(3L, "2", "row.no-date"),
                        tuple(4L, "3", "row.negative-value"),
                        tuple(5L, "4", "row.no-number"),
                        tuple(6L, "5", "row.unknown-currency"),
                        tuple(7L, "6", "row.field-empty"),
                        tuple(8L, "7", "row.missing-fields"),
                        tuple(9L, "8", "row.too-many-fields"),
                        tuple(11L, "", "row.field-empty"),
                        tuple(12L, "10", "row.date-out-of-range"),
                        tuple(13L, "11", "row.field-empty"),
                        tuple(14L, "12", "row.no-number"),
                        tuple(16L, "14", "row.date-out-of-range"));
    }

    @Test
    void losesOneRowToAQuoteThatIsNeverClosed() throws IOException {
        DeliveryFile file = read(HEADER
                + "1,\"Acme,2011-01-01,2011-01-01,1,USD\n"
                + "2,Acme,2011-01-01,2011-01-01,1,USD\n"
                + "3,\"Acme\"x,2011-01-01,2011-01-01,1,USD\n"
                + "4,Acme,2011-01-01,2011-01-01,1,USD\n"
                + "5,\"Acme,2011-01-01,2011-01-01,1,USD\n"
                + "6,Acme,2011-01-01,2011-01-01,1,USD\n");
        assertThat(file.deliveries()).extracting(Delivery::id).containsExactly("2", "4", "6");
        assertThat(file.problems())
                .extracting(RowProblem::line, RowProblem::code)
                .containsExactly(tuple(2L, "row.malformed"), tuple(4L, "row.malformed"), tuple(6L, "row.malformed"));
    }

    @Test
    void skipsALineThatIsTooLong() throws IOException {
        DeliveryFile file = read(HEADER
                + "1,"
                + "x".repeat(CsvRows.MAX_RECORD_CHARS)
                + ",2011-01-01,2011-01-01,1,USD\n2,Acme,2011-01-01,2011-01-01,1,USD\n");
        assertThat(file.deliveries()).extracting(Delivery::id).containsExactly("2");
        assertThat(file.problems()).extracting(RowProblem::line).containsExactly(2L);
    }

    @Test
    void reportsTextThatIsNotUtf8() throws IOException {
        byte[] latin = (HEADER + "1,Müller,2011-01-01,2011-01-01,1,EUR\n").getBytes(StandardCharsets.ISO_8859_1);
        Path path = Files.write(folder.resolve("latin.csv"), latin);
        DeliveryFile file = DeliveryReader.read(path, DeliveryFormat.PLAIN);
        assertThat(file.problems()).extracting(RowProblem::code).containsExactly("row.not-utf-8");
    }

    @Test
    void refusesAnotherHeaderAndSaysWhatIsWrong() {
        assertThatThrownBy(() -> read("id,vendor,promised_on,delivered_on,value,currency\n"))
                .isInstanceOf(UnusableFile.class)
                .hasMessageContaining("missing: provider")
                .hasMessageContaining("unknown: vendor");
        assertThatThrownBy(() -> read("id,id,provider,promised_on,delivered_on,value,currency\n"))
                .isInstanceOf(UnusableFile.class)
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> read("")).isInstanceOf(UnusableFile.class).hasMessageContaining("empty");
        assertThatThrownBy(() -> DeliveryReader.read(folder.resolve("none.csv"), DeliveryFormat.PLAIN))
                .isInstanceOf(UnusableFile.class)
                .hasMessageContaining("no file");
    }

    @Test
    void readsTheScmsFormat() throws IOException {
        Path path = Files.writeString(
                folder.resolve("scms.csv"),
                "ID,Country,Scheduled Delivery Date,Delivered to Client Date,Vendor,Line Item Value\n"
                        + "1,Côte d'Ivoire,2-Jun-06,31-Dec-05,\"Orgenics, Ltd\",551\n"
                        + "2,Benin,31-Jun-06,1-Sep-06,Acme,1.25\n");
        DeliveryFile file = DeliveryReader.read(path, DeliveryFormat.SCMS);
        assertThat(file.deliveries())
                .containsExactly(new Delivery(
                        2,
                        "1",
                        "Orgenics, Ltd",
                        LocalDate.of(2006, 6, 2),
                        LocalDate.of(2005, 12, 31),
                        BigDecimal.valueOf(551),
                        "USD"));
        assertThat(file.problems())
                .extracting(RowProblem::line, RowProblem::code)
                .containsExactly(tuple(3L, "row.no-date"));
    }

    private DeliveryFile read(String text) throws IOException {
        return DeliveryReader.read(Files.writeString(folder.resolve("file.csv"), text), DeliveryFormat.PLAIN);
    }
}
