package dev.symbio.tenants.identity;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a host is this machine, by its text alone: asking a name server would let somebody else decide. */
public final class Loopback {
    private static final Set<String> NAMES = Set.of("localhost", "::1", "[::1]", "0:0:0:0:0:0:0:1");
    private static final Pattern IPV4 = Pattern.compile("127(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");

    private Loopback() {}

    /** @param host without port; null is not loopback */
    public static boolean isLoopback(String host) {
        return host != null
                && (NAMES.contains(host.toLowerCase(Locale.ROOT))
                        || IPV4.matcher(host).matches());
    }

    /** @param hostHeader of an HTTP request: a host and maybe a port */
    public static boolean isLoopbackHeader(String hostHeader) {
        return hostHeader != null && isLoopback(PORT.matcher(hostHeader).replaceFirst(""));
    }
}
