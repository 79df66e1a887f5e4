package dev.symbio.platform.cluster;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version by which nodes tell which of them is newer: {@code MAJOR.MINOR.PATCH+BUILD}, four numbers. Akka compares what
 * stands behind the numbers as text, and takes a version with such a text to be older and newer at once than the one without.
 * So it is given the same text always, and only the numbers decide.
 */
final class AppVersion {
    static final String KEY = "akka.cluster.app-version";

    private static final Pattern NUMBERS =
            Pattern.compile("(\\d{1,9}\\.\\d{1,9}\\.\\d{1,9})(?:-[^+]*)?(?:\\+(\\d{1,9}))?");
    /** Akka takes a number behind the plus for one only where a hyphen follows. */
    private static final String SAME_FOR_ALL = "-0";

    private AppVersion() {}

    /**
     * For Akka.
     *
     * @param given such as 1.4.0+57; without a build, 0 is taken. A qualifier such as -SNAPSHOT does not count
     * @return such as 1.4.0+57-0
     */
    static String of(String given) {
        Matcher numbers = NUMBERS.matcher(given);
        if (!numbers.matches()) {
            throw new IllegalArgumentException("Expected a version such as 1.4.0+57 but got \"" + given + "\".");
        }
        return numbers.group(1) + "+" + Optional.ofNullable(numbers.group(2)).orElse("0") + SAME_FOR_ALL;
    }
}
