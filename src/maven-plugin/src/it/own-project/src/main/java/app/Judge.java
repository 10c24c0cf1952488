package app;

import halves.Half;
import java.nio.file.Path;

/** The project's own code, which asks a trained model. */
public final class Judge {
    private final Half half;

    public Judge(Path model) {
        half = Half.load(model);
    }

    public boolean isAbove(float x, float y) {
        return half.predict(new Half.Row(x, y)) > 0.5f;
    }
}
