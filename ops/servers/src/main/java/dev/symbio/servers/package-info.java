/**
 * Real servers as throw-away processes on free ports of the loopback interface: for tests, drills and benchmarks. Each has its
 * data in a directory of its own, is killed with the process that started it, and leaves nothing behind.
 */
package dev.symbio.servers;
