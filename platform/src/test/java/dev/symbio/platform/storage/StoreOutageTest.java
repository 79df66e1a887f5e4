package dev.symbio.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.h2.api.ErrorCode;
import org.h2.mvstore.MVStoreException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoreOutageTest {
    static Stream<Throwable> outages() {
        return Stream.of(
                new SQLTransientConnectionException("the pool has none left"),
                new SQLException("connection reset", "08006"),
                new SQLException("disk full", "53100"),
                new SQLException("terminated by an administrator", "57P01"),
                new SQLException("I/O error", "58030"),
                new SQLException("closed", "90098", ErrorCode.DATABASE_IS_CLOSED),
                new SQLException("writing failed", "HY000", 50_000, new MVStoreException(2, "writing failed")));
    }

    static Stream<Throwable> faults() {
        return Stream.of(
                new SQLSyntaxErrorException("no such column", "42703"),
                new SQLIntegrityConstraintViolationException("twice", "23505"),
                new IllegalStateException("a defect"),
                new SQLException("division by zero", "22012"));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void aStoreThatCannotBeReachedOrCannotWriteMendsItself(Throwable failure) {
        assertThat(StoreOutage.isCauseOf(new IllegalStateException(new RuntimeException(failure))))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aStatementThatIsWrongDoesNot(Throwable failure) {
        assertThat(StoreOutage.isCauseOf(new IllegalStateException(failure))).isFalse();
    }
}
