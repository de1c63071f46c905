/** The linear regions of a network: how many, how large, and a picture of them. */
@NullMarked
package org.paisaje.study.regions;

import org.jspecify.annotations.NullMarked;
