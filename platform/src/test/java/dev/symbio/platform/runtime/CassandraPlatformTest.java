package dev.symbio.platform.runtime;

class CassandraPlatformTest extends PlatformContract {
    @Override
    StoresUnderTest emptyStores() {
        return TestServers.cassandraWith(FEATURES);
    }
}
