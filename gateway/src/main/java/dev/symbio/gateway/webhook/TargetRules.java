package dev.symbio.gateway.webhook;

import dev.symbio.platform.entity.Rejection.Fault;
import dev.symbio.tenants.identity.Loopback;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which addresses may be called. Tenants choose them, so without rules anybody could make the platform knock on doors
 * inside its own network. The text is checked when an endpoint is registered, and what its name resolves to before every
 * attempt, which goes to the very addresses that were checked.
 *
 * @param embedded the profile for trying things out: http to this machine and private addresses are allowed
 */
public record TargetRules(boolean embedded) {
    static final int MAX_URL_CHARS = 2_048;
    private static final String POINTER = "/url";
    /** A name ends in letters: {@code 2130706433} and {@code 0x7f.1} are numbers that some software takes for addresses. */
    private static final Pattern NAME =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?\\.?");

    private static final Pattern IPV4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    /** What is wrong with an address that a tenant wants to register; empty if nothing is. */
    public Optional<Fault> fault(String url) {
        if (url == null || url.isEmpty() || url.length() > MAX_URL_CHARS) {
            return fault("webhook.url", "Expected a URL of 1 to " + MAX_URL_CHARS + " characters.");
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException notAUrl) {
            return fault("webhook.url", "Expected a URL such as https://finance.example.com/symbio.");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return fault("webhook.url", "Expected a URL without credentials and without a fragment.");
        }
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        boolean address = host.startsWith("[") || IPV4.matcher(host).matches();
        if (!address && !NAME.matcher(host).matches() || uri.getPort() == 0 || uri.getPort() > 65_535) {
            return fault("webhook.url", "Expected a URL with a host, such as https://finance.example.com/symbio.");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(embedded && scheme.equals("http") && Loopback.isLoopback(host))) {
            return fault(
                    "webhook.url-scheme",
                    embedded ? "Expected https, or http to this machine." : "Expected a URL that starts with https.");
        }
        if (Loopback.isLoopback(host) && embedded) {
            return Optional.empty();
        }
        if (Loopback.isLoopback(host) || host.endsWith(".localhost") || address && !literalAllowed(host)) {
            return fault("webhook.url-private", "Expected an address on the public internet.");
        }
        return Optional.empty();
    }

    /** Whether every address behind a host may be called. */
    boolean mayCall(InetAddress[] addresses) {
        return Arrays.stream(addresses).allMatch(this::allowed);
    }

    private boolean literalAllowed(String host) {
        try {
            return allowed(InetAddress.getByName(host));
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    private boolean allowed(InetAddress address) {
        if (address.isLinkLocalAddress() || address.isMulticastAddress() || address.isAnyLocalAddress()) {
            return false;
        }
        return embedded || !isInside(address);
    }

    /** Addresses that mean this machine or a private network, directly or wrapped in an IPv6 address. */
    private static boolean isInside(InetAddress address) {
        if (address.isLoopbackAddress() || address.isSiteLocalAddress()) {
            return true;
        }
        byte[] b = address.getAddress();
        int first = b[0] & 0xff;
        int second = b[1] & 0xff;
        if (address instanceof Inet4Address) {
            boolean carrierGrade = first == 100 && second >= 64 && second < 128;
            boolean benchmark = first == 198 && (second == 18 || second == 19);
            boolean special = first == 0 || first >= 240 || first == 192 && second == 0 && b[2] == 0;
            return carrierGrade || benchmark || special;
        }
        // ::/8 holds IPv4-compatible and NAT64 (64:ff9b::/96) addresses, 2002::/16 is 6to4: all wrap an IPv4 address.
        boolean uniqueLocal = (first & 0xfe) == 0xfc;
        boolean wrapped = first == 0 || first == 0x20 && second == 0x02;
        return address instanceof Inet6Address && (uniqueLocal || wrapped);
    }

    private static Optional<Fault> fault(String code, String detail) {
        return Optional.of(new Fault(POINTER, code, detail));
    }
}
