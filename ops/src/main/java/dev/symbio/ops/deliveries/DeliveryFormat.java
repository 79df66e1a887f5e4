package dev.symbio.ops.deliveries;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a file of deliveries is written.
 *
 * @param columns the header names of id, provider, promised on, delivered on, value and, unless all rows are in one
 *     currency, currency; in this order
 * @param otherColumns whether the file may have more columns than these
 * @param currency of all rows, or null when each row names its own
 * @param dateSample how a date looks, for messages
 */
public record DeliveryFormat(
        List<String> columns,
        boolean otherColumns,
        String currency,
        DateTimeFormatter dates,
        Pattern dateShape,
        String dateSample) {
    static final int ID = 0;
    static final int PROVIDER = 1;
    static final int PROMISED_ON = 2;
    static final int DELIVERED_ON = 3;
    static final int VALUE = 4;
    static final int CURRENCY = 5;

    /** Two digits of a year mean 2000 to 2099. */
    private static final int CENTURY = 2000;

    /** What {@code ops/replay deliveries} takes. Columns may stand in any order. */
    public static final DeliveryFormat PLAIN = new DeliveryFormat(
            List.of("id", "provider", "promised_on", "delivered_on", "value", "currency"),
            false,
            null,
            DateTimeFormatter.ISO_LOCAL_DATE,
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
            "2011-07-31");

    /** The delivery history of the public-health supply chain SCMS; all values are in US dollars. */
    public static final DeliveryFormat SCMS = new DeliveryFormat(
            List.of("ID", "Vendor", "Scheduled Delivery Date", "Delivered to Client Date", "Line Item Value"),
            true,
            "USD",
            new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern("d-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, CENTURY)
                    .toFormatter(Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT),
            Pattern.compile("[0-9]{1,2}-[A-Za-z]{3}-[0-9]{2}"),
            "31-Jul-11");

    /** @throws DateTimeParseException when it is no date of this format, or none of the calendar */
    LocalDate date(String text) {
        if (!dateShape.matcher(text).matches()) {
            throw new DateTimeParseException("another shape", text, 0);
        }
        return LocalDate.parse(text, dates);
    }
}
