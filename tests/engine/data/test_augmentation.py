import pytest
import torch

from engine.data.augmentation import distort, draw_bends
from engine.data.distortion import Distortion

STRONG = Distortion(rotation=15, shear=0.2, scale=0.15, shift=2, elastic=1.2, thickness=0.5)


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def blobs(count: int) -> torch.Tensor:
    """The same 8 × 8 square of ink `count` times."""
    images = torch.zeros(count, 1, 28, 28)
    images[:, :, 10:18, 10:18] = 1
    return images


def centres_x(images: torch.Tensor) -> torch.Tensor:
    columns = images.sum(dim=(1, 2))
    return (columns * torch.arange(28.0)).sum(dim=1) / columns.sum(dim=1)


def extents(images: torch.Tensor) -> torch.Tensor:
    """How far ink spreads across each image: the standard deviation in x."""
    columns = images.sum(dim=(1, 2))
    offsets = torch.arange(28.0) - centres_x(images)[:, None]
    return ((columns * offsets**2).sum(dim=1) / columns.sum(dim=1)).sqrt()


def test_nothing_to_distort_leaves_images_as_they_are():
    images = torch.rand(3, 1, 28, 28)
    torch.testing.assert_close(distort(images, Distortion(), generator()), images, atol=1e-5, rtol=0)


def test_a_seed_draws_one_kind_of_bend_after_the_other():
    bends, random = draw_bends(50, STRONG, generator()), generator()

    def uniform(limit: float, *shape: int) -> torch.Tensor:
        return (torch.rand(*shape, generator=random) * 2 - 1) * limit

    torch.testing.assert_close(bends.thickness, uniform(0.5, 50, 1, 1, 1))
    torch.testing.assert_close(bends.angle, torch.deg2rad(uniform(15, 50)))
    torch.testing.assert_close(bends.shear, uniform(0.2, 50))
    torch.testing.assert_close(bends.scale, 1 + uniform(0.15, 2, 50))
    torch.testing.assert_close(bends.shift, uniform(2 * 2 / 28, 2, 50))
    torch.testing.assert_close(bends.noise, torch.randn(50, 2, 10, 10, generator=random))


def test_each_image_of_a_batch_is_bent_in_its_own_way():
    bent = distort(blobs(4), STRONG, generator())
    for first in range(4):
        for second in range(first):
            assert (bent[first] - bent[second]).abs().max() > 0.1


def test_the_same_seed_bends_alike():
    first, second = (distort(blobs(4), STRONG, generator(7)) for _ in range(2))
    assert torch.equal(first, second)


def test_the_global_generator_is_left_alone():
    before = torch.random.get_rng_state()
    distort(blobs(2), STRONG, generator())
    assert torch.equal(torch.random.get_rng_state(), before)


def test_the_images_given_are_left_alone():
    images = blobs(2)
    distort(images, STRONG, generator())
    assert torch.equal(images, blobs(2))


def test_values_stay_ink():
    bent = distort(torch.rand(16, 1, 28, 28), STRONG, generator())
    assert bent.min() >= 0
    assert bent.max() <= 1


def test_shift_moves_ink_up_to_its_limit_and_no_further():
    moved = centres_x(distort(blobs(200), Distortion(shift=2), generator())) - 13.5
    assert 1.5 < moved.abs().max() <= 2.001
    assert abs(moved.mean()) < 0.3


def test_scale_changes_the_extent_by_its_share():
    ratio = extents(distort(blobs(200), Distortion(scale=0.2), generator())) / extents(blobs(1))
    assert ratio.min() == pytest.approx(1 / 1.2, abs=0.04)
    assert ratio.max() == pytest.approx(1 / 0.8, abs=0.06)


def test_rotation_turns_about_the_middle():
    line = torch.zeros(200, 1, 28, 28)
    line[:, :, 4:24, 13:15] = 1
    turned = distort(line, Distortion(rotation=30), generator())
    assert centres_x(turned).sub(13.5).abs().max() < 0.2
    tilt = extents(turned).max()  # 20 pixels of height are seen at sin(30°) of their length
    assert tilt == pytest.approx((0.5 * 20) / 12**0.5, rel=0.15)


def test_shear_slants_a_line():
    line = torch.zeros(200, 1, 28, 28)
    line[:, :, 4:24, 13:15] = 1
    slanted = distort(line, Distortion(shear=0.2), generator())
    top, bottom = centres_x(slanted[:, :, 4:6]), centres_x(slanted[:, :, 22:24])
    assert (top - bottom).abs().max() == pytest.approx(0.2 * 18, rel=0.15)


def test_elastic_displacement_has_the_given_standard_deviation():
    ramp = torch.linspace(0, 1, 28).repeat(400, 1, 28, 1)  # the value tells where it came from
    bent = distort(ramp, Distortion(elastic=1.0), generator())
    moved = (bent - ramp)[:, :, 8:20, 8:20] * 27
    assert moved.std() == pytest.approx(1.0, rel=0.1)


def test_elastic_displacement_is_smooth():
    ramp = torch.linspace(0, 1, 28).repeat(100, 1, 28, 1)
    moved = (distort(ramp, Distortion(elastic=1.0, smoothness=4.5), generator()) - ramp)[..., 8:20, 8:20] * 27
    step = (moved[..., 1:] - moved[..., :-1]).std()
    assert step < 0.4  # neighbours move nearly together


def test_thickness_adds_and_takes_away_ink():
    ink = distort(blobs(100), Distortion(thickness=0.5), generator()).sum(dim=(1, 2, 3))
    grown, shrunk = 64 + 0.5 * (100 - 64), 64 - 0.5 * (64 - 36)
    assert shrunk - 0.01 <= ink.min() < 54
    assert 76 < ink.max() <= grown + 0.01
