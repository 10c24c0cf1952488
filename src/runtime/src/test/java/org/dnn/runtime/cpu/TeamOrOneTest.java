package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Which of the two is at work, when steps take as long as a test says. */
class TeamOrOneTest {
    private final TeamOrOne choice = new TeamOrOne();

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
    void theTeamTakesOverWhereItIsFaster() {
        byTheTeam(1000, 50_000, 30_000);
        assertTrue(byTheTeam(10_000, 50_000, 30_000) > 9_500);
    }

    @Test
    void oneStaysWhereItIsFasterAndTheTeamIsTriedLessAndLess() {
        int first = byTheTeam(1000, 50_000, 60_000);
        assertTrue(first > 0 && first < 200, first + " trials");
        assertTrue(byTheTeam(10_000, 50_000, 60_000) < 200);
    }

    @Test
    void whatHasBecomeSlowerIsLeft() {
        byTheTeam(1000, 50_000, 30_000);
        assertTrue(byTheTeam(20_000, 50_000, 90_000) < 10_000);
        assertFalse(choice.isTeam());
    }

    @Test
    void stretchesOfManyStepsCountAsMany() {
        choice.took(96, 96 * 50_000);
        choice.took(64, 64 * 50_000);
        assertTrue(choice.isTeam());
        choice.took(32, 32 * 70_000);
        assertEquals(false, choice.isTeam());
    }
}
