package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Which of the two is at work, when steps take as long as a test says. */
class TeamOrOneTest {
    private TeamOrOne choice = new TeamOrOne(false);

    /** How many of so many steps the team does. */
    private int byTheTeam(int steps, long one, long team) {
        int count = 0;
        for (int i = 0; i < steps; i++) {
            count += choice.isTeam() ? 1 : 0;
            choice.took(1, choice.isTeam() ? team : one);
        }
        return count;
    }

    @Test
    void oneBegins() {
        assertFalse(choice.isTeam());
    }

    @Test
    void aTeamThatBeginsStaysWhereItIsFaster() {
        choice = new TeamOrOne(true);
        assertTrue(byTheTeam(100_000, 50_000, 30_000) > 95_000);
        choice = new TeamOrOne(true);
        byTheTeam(10_000, 50_000, 90_000);
        assertFalse(choice.isTeam());
    }

    @Test
    void ofLongStepsATeamDoesAll() {
        choice = new TeamOrOne(true);
        assertEquals(10_000, byTheTeam(10_000, 1_800_000, 1_000_000));
        assertEquals(10_000, byTheTeam(10_000, 900_000, 1_000_000));
    }

    @Test
    void theTeamTakesOverWhereItIsFaster() {
        byTheTeam(10_000, 50_000, 30_000);
        assertTrue(byTheTeam(100_000, 50_000, 30_000) > 95_000);
    }

    @Test
    void oneStaysWhereItIsFasterAndTheTeamIsTriedLessAndLess() {
        int first = byTheTeam(10_000, 50_000, 60_000);
        assertTrue(first > 0 && first < 5000, first + " trials");
        int later = byTheTeam(100_000, 50_000, 60_000);
        assertTrue(later < 10_000, later + " trials");
    }

    @Test
    void theMembersOfTheTeamAreAwakeWhenItIsTried() {
        long awake = 0;
        while (!choice.isTeam()) {
            awake += choice.isAwakening() ? 50_000 : 0;
            choice.took(1, 50_000);
        }
        assertTrue(awake >= 100_000_000, awake + " ns");
        assertFalse(choice.isAwakening());
    }

    @Test
    void whatHasBecomeSlowerIsLeft() {
        byTheTeam(10_000, 50_000, 30_000);
        assertTrue(byTheTeam(200_000, 50_000, 90_000) < 30_000);
        assertFalse(choice.isTeam());
    }

    @Test
    void whereBothAreAsFastTheTeamStays() {
        byTheTeam(10_000, 50_000, 49_000);
        assertTrue(byTheTeam(100_000, 50_000, 51_000) > 95_000);
    }

    @Test
    void oneHoldUpSpoilsNoTrial() {
        byTheTeam(10_000, 50_000, 30_000);
        assertTrue(choice.isTeam());
        for (int i = 0; i < 100_000; i++) {
            choice.took(1, choice.isTeam() ? (i % 200 == 0 ? 4_000_000 : 30_000) : 50_000);
        }
        assertTrue(choice.isTeam());
    }

    @Test
    void stretchesOfManyStepsCountAsMany() {
        choice.took(2000, 2000 * 50_000);
        timings(50_000);
        choice.took(2000, 2000 * 50_000);
        assertTrue(choice.isTeam());
        choice.took(100, 100 * 50_000);
        timings(70_000);
        assertFalse(choice.isTeam());
    }

    private void timings(long each) {
        for (int i = 0; i < 5; i++) {
            choice.took(20, 20 * each);
        }
    }
}
