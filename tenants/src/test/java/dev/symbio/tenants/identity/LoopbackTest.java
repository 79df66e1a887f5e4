package dev.symbio.tenants.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LocalHost:8080", "127.0.0.1", "127.1.2.3:80", "[::1]", "[::1]:8080"})
    void isThisMachine(String header) {
        assertThat(Loopback.isLoopbackHeader(header)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0.0.0.0",
                "example.com",
                "127.0.0.1.example.com",
                "localhost.example.com",
                "127.0.0.1@example.com",
                "example.com:127",
                "127.0.0.1:80:80",
                "localhost ",
                "0177.0.0.1",
                "[::]"
            })
    void isNotThisMachine(String header) {
        assertThat(Loopback.isLoopbackHeader(header)).isFalse();
    }
}
