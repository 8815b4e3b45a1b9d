package io.grainflow.dataset;

import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.List;

/**
 * Data sets without pairs of a noisy and a clean image file: single images, several shots of a scene, or renders. {@link ShotScenes}
 * detects the layout of a folder. Options follow a question mark: {@code all} pairs all frames of a stack and not only adjacent ones,
 * {@code step=N} pairs frames at distance N, {@code only=PREFIX} selects shots whose names begin with the prefix. Several options are
 * joined by {@code &}.
 */
enum ShotForm {
    /** Clean images only. */
    CLEAN {
        @Override
        PairSource open(String argument, String place, Query query) {
            return SingleImages.open(Datasets.path(argument, place), PairKind.CLEAN);
        }
    },
    /** Noisy images only. */
    NOISY {
        @Override
        PairSource open(String argument, String place, Query query) {
            return SingleImages.open(Datasets.path(argument, place), PairKind.NOISY);
        }
    },
    /** Pairs of two noisy shots. */
    SHOTS {
        @Override
        PairSource open(String argument, String place, Query query) {
            ShotScenes.Found found = found(argument, place, query);
            boolean all = query.all || (!found.stacks() && query.step == 0);
            return Shots.pairs(found.scenes(), new ShotScene.Pairing(all, Math.max(1, query.step)));
        }
    },
    /** Each shot with the mean of the others of its scene. */
    AVERAGES {
        @Override
        PairSource open(String argument, String place, Query query) {
            if (query.all || query.step > 0) {
                throw new InputException(
                        "data " + argument,
                        "already pairs each shot with the mean of the others",
                        "leave out \"all\" and \"step\"");
            }
            return Shots.averages(found(argument, place, query).scenes());
        }
    },
    /** Noisy renders with references. */
    RENDERS {
        @Override
        PairSource open(String argument, String place, Query query) {
            return new RenderPairs(ShotScenes.renders(Datasets.path(argument, place), query.only));
        }
    };

    /** The options after the question mark. */
    record Query(boolean all, int step, String only) {}

    abstract PairSource open(String argument, String place, Query query);

    /**
     * Opens a data set of this kind.
     *
     * @param argument as given by the user, for messages
     * @param rest the text after the prefix
     * @throws InputException if there is no such data, or the query is not understood
     */
    PairSource open(String argument, String rest) {
        int mark = this == CLEAN || this == NOISY ? -1 : rest.lastIndexOf('?');
        Query query = mark < 0 ? new Query(false, 0, "") : query(argument, rest.substring(mark + 1));
        return open(argument, mark < 0 ? rest : rest.substring(0, mark), query);
    }

    private static ShotScenes.Found found(String argument, String place, Query query) {
        List<String> folders = List.of(place.split(",", -1));
        if (folders.size() == 2) {
            return ShotScenes.twoFolders(
                    Datasets.path(argument, folders.get(0)), Datasets.path(argument, folders.get(1)));
        }
        Path path = Datasets.path(argument, place);
        return ShotScenes.find(path, query.only);
    }

    private static Query query(String argument, String words) {
        Query query = new Query(false, 0, "");
        for (String part : words.split("&", -1)) {
            if (part.equals("all")) {
                query = new Query(true, query.step, query.only);
            } else if (part.matches("step=[1-9]\\d{0,5}")) {
                query = new Query(query.all, Integer.parseInt(part.substring(5)), query.only);
            } else if (part.startsWith("only=")) {
                query = new Query(query.all, query.step, part.substring(5));
            } else {
                throw new InputException(
                        "data " + argument, "has the unknown part \"" + part + "\"", "known: all, step=N, only=PREFIX");
            }
        }
        return query;
    }
}
