/** BM3D (Dabov, Foi, Katkovnik, Egiazarian, TIP 2007) for grey and colour images. */
@NullMarked
package io.grainflow.denoise.bm3d;

import org.jspecify.annotations.NullMarked;
