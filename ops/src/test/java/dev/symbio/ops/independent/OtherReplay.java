package dev.symbio.ops.independent;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a file of {@code id,provider,promised_on,delivered_on,value,currency} and drops what must not count: rows with a
 * missing or impossible field, ids that came before with the same provider, and currencies other than the provider's
 * first.
 */
public final class OtherReplay {
    private static final Set<String> CURRENCIES = Set.of("USD", "EUR", "CNY", "JPY");

    private OtherReplay() {}

    public static List<String> statements(String text) {
        OtherSettlement settlement = new OtherSettlement();
        Set<String> ids = new HashSet<>();
        Map<String, String> currencies = new HashMap<>();
        List<List<String>> rows = OtherCsv.rows(text);
        for (List<String> row : rows.subList(1, rows.size())) {
            if (row.size() != 6 || row.stream().anyMatch(String::isBlank)) {
                continue;
            }
            try {
                String provider = row.get(1);
                LocalDate promised = LocalDate.parse(row.get(2));
                LocalDate delivered = LocalDate.parse(row.get(3));
                BigDecimal value = new BigDecimal(row.get(4));
                String currency = row.get(5);
                boolean possible = value.signum() >= 0 && CURRENCIES.contains(currency);
                if (possible
                        && currencies.getOrDefault(provider, currency).equals(currency)
                        && ids.add(provider + "\0" + row.get(0))) {
                    currencies.put(provider, currency);
                    settlement.add(provider, promised, delivered, value, currency);
                }
            } catch (DateTimeException | NumberFormatException impossible) {
                // Such a row does not count.
            }
        }
        return settlement.lines();
    }
}
