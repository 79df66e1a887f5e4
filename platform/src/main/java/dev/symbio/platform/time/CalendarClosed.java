package dev.symbio.platform.time;

/** A calendar has not enough open time within the years that are looked ahead. */
public class CalendarClosed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CalendarClosed(String message) {
        super(message);
    }
}
