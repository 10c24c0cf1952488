package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class TeamTest {
    private static final int MILLION = 1_000_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void everyMemberWorksOnce(int size) {
        try (Team team = new Team(size)) {
            int[] runs = new int[size];
            for (int i = 0; i < 1000; i++) {
                team.run(member -> runs[member]++);
            }
            for (int count : runs) {
                assertEquals(1000, count);
            }
        }
    }

    @Test
    void memberZeroIsTheCaller() {
        try (Team team = new Team(2)) {
            Thread[] threads = new Thread[2];
            team.run(member -> threads[member] = Thread.currentThread());
            assertSame(Thread.currentThread(), threads[0]);
            assertTrue(threads[1].isDaemon());
        }
    }

    /** Each member writes its count and reads its neighbour's: plain fields, ordered by the barriers alone. */
    private static void pass(Team team, int barriers) {
        int size = team.size();
        int[] counts = new int[16 * size];
        team.run(member -> {
            for (int i = 1; i <= barriers / 2; i++) {
                counts[16 * member] = i;
                team.barrier();
                int neighbour = counts[16 * ((member + 1) % size)];
                if (neighbour != i) {
                    throw new AssertionError("saw " + neighbour + " in round " + i);
                }
                team.barrier();
            }
        });
        assertEquals(barriers / 2, counts[0]);
    }

    @Test
    void aMillionBarriersKeepTheOrder() {
        try (Team team = new Team(2)) {
            pass(team, MILLION);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7})
    void barriersKeepTheOrderWithMoreMembersThanProcessors(int size) {
        try (Team team = new Team(size)) {
            pass(team, 4000);
        }
    }

    /** Long pauses, so that the others park at the barrier and between the works. */
    @Test
    void parkedMembersWake() {
        try (Team team = new Team(3)) {
            AtomicInteger passed = new AtomicInteger();
            for (int i = 0; i < 5; i++) {
                int late = i % 3;
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                team.run(member -> {
                    if (member == late) {
                        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                    }
                    team.barrier();
                    passed.incrementAndGet();
                });
            }
            assertEquals(15, passed.get());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aFailureReachesTheCallerAndReleasesTheOthers(int failing) {
        try (Team team = new Team(3)) {
            IllegalArgumentException failure = new IllegalArgumentException("member " + failing);
            for (int i = 0; i < 100; i++) {
                IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class,
                        () -> team.run(member -> {
                            team.barrier();
                            if (member == failing) {
                                throw failure;
                            }
                            team.barrier();
                        }));
                assertSame(failure, thrown);
                pass(team, 10);
            }
        }
    }

    @Test
    void anErrorIsRethrownAsItIs() {
        try (Team team = new Team(2)) {
            AssertionError error = new AssertionError();
            assertSame(error, assertThrows(AssertionError.class, () -> team.run(member -> {
                throw error;
            })));
        }
    }

    @Test
    void aMemberThatLeavesBeforeABarrierIsReported() {
        try (Team team = new Team(2)) {
            for (int leaving = 0; leaving < 2; leaving++) {
                int through = leaving;
                assertThrows(IllegalStateException.class, () -> team.run(member -> {
                    if (member != through) {
                        team.barrier();
                    }
                }));
                pass(team, 10);
            }
        }
    }

    @Test
    void workInsideOfWorkIsRefused() {
        try (Team team = new Team(1)) {
            assertThrows(IllegalStateException.class, () -> team.run(member -> team.run(inner -> {})));
        }
    }

    @Test
    void aClosedTeamIsRefused() {
        Team team = new Team(2);
        team.close();
        team.close();
        assertThrows(IllegalStateException.class, () -> team.run(member -> {}));
        assertThrows(IllegalArgumentException.class, () -> new Team(0));
    }

    @Test
    void sharesCoverEverythingInWholeMultiples() {
        for (int count : new int[]{0, 1, 15, 16, 17, 100, 1024, 1_000_003}) {
            for (int size = 1; size <= 9; size++) {
                for (int multiple : new int[]{1, 6, 16}) {
                    checkShares(count, size, multiple);
                }
            }
        }
        assertEquals(Integer.MAX_VALUE, Team.share(Integer.MAX_VALUE, 7, 7, 16));
    }

    private static void checkShares(int count, int size, int multiple) {
        int shortest = Integer.MAX_VALUE;
        int longest = 0;
        assertEquals(0, Team.share(count, 0, size, multiple));
        assertEquals(count, Team.share(count, size, size, multiple));
        for (int member = 0; member < size; member++) {
            int from = Team.share(count, member, size, multiple);
            int blocks = Math.ceilDiv(Team.share(count, member + 1, size, multiple) - from, multiple);
            assertTrue(from % multiple == 0 || from == count);
            shortest = Math.min(shortest, blocks);
            longest = Math.max(longest, blocks);
        }
        assertTrue(longest - shortest <= 1, count + " among " + size + " by " + multiple);
    }
}
