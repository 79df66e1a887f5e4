package dev.symbio.ops.independent;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A file as users bring them: quotes, names beyond ASCII, the corners of the terms, and rows that must not count.
 *
 * @param text the file
 * @param badLines lines that must be reported
 */
public record NastyFile(String text, List<Long> badLines) {
    private static final String HEADER = "id,provider,promised_on,delivered_on,value,currency";

    /** Rows of one provider, in a quarter that may be far from its other ones. */
    private static void fill(
            List<String> rows,
            Random random,
            String provider,
            int year,
            int quarter,
            int met,
            int missed,
            String value,
            String currency) {
        for (int i = 0; i < met + missed; i++) {
            LocalDate promised = LocalDate.of(year, quarter * 3 - 2 + random.nextInt(3), 1 + random.nextInt(28));
            LocalDate delivered =
                    i < met ? promised.minusDays(random.nextInt(9)) : promised.plusDays(1 + random.nextInt(40));
            rows.add(String.join(
                    ",",
                    year + "-" + quarter + "-" + i,
                    provider,
                    promised.toString(),
                    delivered.toString(),
                    value,
                    currency));
        }
    }

    public static NastyFile of(long seed) {
        Random random = new Random(seed);
        List<String> rows = new ArrayList<>();
        // Exactly 95, 90 and 75 %: the boundary belongs to the better tier; and just below each.
        fill(rows, random, "Exact GmbH", 2012, 1, 19, 1, "1000.00", "EUR");
        fill(rows, random, "Exact GmbH", 2012, 2, 18, 2, "1000.00", "EUR");
        fill(rows, random, "Exact GmbH", 2012, 3, 15, 5, "1000.00", "EUR");
        fill(rows, random, "Exact GmbH", 2012, 4, 94, 6, "0.01", "EUR");
        fill(rows, random, "Exact GmbH", 2013, 1, 17, 2, "333.335", "EUR");
        fill(rows, random, "Exact GmbH", 2013, 2, 0, 1, "0.05", "EUR");
        fill(rows, random, "Exact GmbH", 2013, 3, 74, 26, "12.345", "EUR");
        // Both caps bind: 50,000 a quarter, then what is left of 120,000, then nothing; a year later all is open again.
        for (int quarter = 1; quarter <= 4; quarter++) {
            fill(rows, random, "\"Caps \"\"R\"\" Us, Inc.\"", 2010, quarter, 0, 3, "400000.10", "USD");
        }
        fill(rows, random, "\"Caps \"\"R\"\" Us, Inc.\"", 2011, 1, 2, 1, "40000", "USD");
        fill(rows, random, "\"Caps \"\"R\"\" Us, Inc.\"", 2011, 2, 2, 1, "1000000", "USD");
        fill(rows, random, "\"Caps \"\"R\"\" Us, Inc.\"", 2011, 3, 0, 2, "100000", "USD");
        // Quarters without data lie between the others; credits of a year ago no longer count.
        fill(rows, random, "长城物流有限公司", 2001, 4, 1, 3, "250000", "CNY");
        fill(rows, random, "长城物流有限公司", 2002, 2, 1, 3, "250000", "CNY");
        fill(rows, random, "长城物流有限公司", 2003, 1, 1, 3, "250000", "CNY");
        fill(rows, random, "长城物流有限公司", 2015, 3, 4, 0, "1", "CNY");
        // Look-alikes are different companies.
        for (String name : List.of("Acme", "ACME", "Acmé", "\"acme.\"", "\"Acme\n& Sons\"", "Acme & Sons")) {
            fill(
                    rows,
                    random,
                    name,
                    2014,
                    1 + random.nextInt(4),
                    random.nextInt(30),
                    1 + random.nextInt(4),
                    "777.77",
                    "USD");
        }
        fill(rows, random, "Nippon 物流", 2009, 2, 6, 1, "150001", "JPY");
        Collections.shuffle(rows, random);
        return assemble(rows, random);
    }

    /** Scatters rows that must not count among the good ones. */
    private static NastyFile assemble(List<String> good, Random random) {
        List<String> bad = List.of(
                "x1,Exact GmbH,2012-02-30,2012-02-01,5,EUR",
                "x2,Exact GmbH,2012-13-01,2012-02-01,5,EUR",
                "x3,Exact GmbH,01.02.2012,2012-02-01,5,EUR",
                "x4,Exact GmbH,2012-02-01,,5,EUR",
                "x5,Exact GmbH,2012-02-01,2012-02-01,-0.01,EUR",
                "x6,Exact GmbH,2012-02-01,2012-02-01,five,EUR",
                "x7,Exact GmbH,2012-02-01,2012-02-01,5,EURO",
                "x8,,2012-02-01,2012-02-01,5,EUR",
                "x9,Exact GmbH,2012-02-01,2012-02-01,5",
                "x10,Exact GmbH,2012-02-01,2012-02-01,5,EUR,and more",
                ",Exact GmbH,2012-02-01,2012-02-01,5,EUR");
        List<String> lines = new ArrayList<>(good);
        List<Long> badLines = new ArrayList<>();
        for (String row : bad) {
            lines.add(random.nextInt(lines.size()), row);
        }
        // These come after the rows that they repeat, contradict or differ from.
        lines.add(lines.stream()
                .filter(row -> row.startsWith("2012-1-0,Exact"))
                .findFirst()
                .orElseThrow());
        lines.add("2012-1-1,Exact GmbH,2012-01-01,2012-03-31,999999,EUR");
        lines.add("x11,Exact GmbH,2012-02-01,2012-02-29,5,USD");
        StringBuilder text = new StringBuilder("\uFEFF").append(HEADER).append("\r\n");
        long line = 2;
        for (int i = 0; i < lines.size(); i++) {
            String row = lines.get(i);
            if (bad.contains(row) || i >= lines.size() - 3) {
                badLines.add(line);
            }
            text.append(row).append("\r\n");
            line += 1 + row.chars().filter(c -> c == '\n').count();
        }
        return new NastyFile(text.toString(), badLines);
    }
}
