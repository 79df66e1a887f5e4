package dev.symbio.ops.independent;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** Reads the SCMS delivery history straight from its file. */
public final class OtherScms {
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private OtherScms() {}

    public static List<String> statements(Path file) throws IOException {
        List<List<String>> rows = OtherCsv.rows(Files.readString(file));
        List<String> header = rows.get(0);
        int vendor = header.indexOf("Vendor");
        int promised = header.indexOf("Scheduled Delivery Date");
        int delivered = header.indexOf("Delivered to Client Date");
        int value = header.indexOf("Line Item Value");
        OtherSettlement settlement = new OtherSettlement();
        for (List<String> row : rows.subList(1, rows.size())) {
            settlement.add(
                    row.get(vendor),
                    date(row.get(promised)),
                    date(row.get(delivered)),
                    new BigDecimal(row.get(value)),
                    "USD");
        }
        return settlement.lines();
    }

    private static LocalDate date(String text) {
        String[] parts = text.split("-");
        return LocalDate.of(
                2000 + Integer.parseInt(parts[2]), MONTHS.indexOf(parts[1]) + 1, Integer.parseInt(parts[0]));
    }
}
