"""Nexus Mint's people: accounts, profiles with wallet and KYC, roles, payment methods, talks."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from desktop_app.services.seeding import drawing, papers, people
from desktop_app.services.seeding.batch import Batch, Batches, Row, World, sized
from desktop_app.services.seeding.ids import row_id
from desktop_app.services.seeding.nexus_mint_facts import DAY, METHODS, MINUTE, managers
from desktop_app.services.seeding.shelf import MOST

US: Final = "nexus_mint"
ACCOUNTS: Final = "auth.users"
PROFILES: Final = "nexus_mint.user_profiles"
ROLES: Final = "nexus_mint.user_role_assignments"
TALKS: Final = "nexus_mint.ai_interactions"
TURNS: Final = 4
PAPERS: Final = ("passport", "national_id", "driving_licence", "passport")
INCOMES: Final = ("under 50,000", "50,000 to 100,000", "100,000 to 250,000", "over 250,000")
SIGN_INS: Final = (
    '{"provider":"email","providers":["email"]}',
    '{"provider":"email","providers":["email"]}',
    '{"provider":"google","providers":["google"]}',
    '{"provider":"google","providers":["email","google"]}',
)
TALKED: Final = (
    (
        "explore_opportunities",
        "property",
        (
            ("What could I invest in around {city}?", "Three open offers are near {city}; the best "
             "funded one pays rent every quarter."),
            ("How are they doing so far?", "Two of the three are above half of their target."),
            ("Which of them has the lowest price per token?", "The apartment building, at 25 US "
             "dollars per token."),
            ("Keep it on my list, please.", "It is on your list; I tell you what changes."),
        ),
    ),
    (
        "portfolio_review",
        "portfolio",
        (
            ("How did my tokens do this quarter?", "They earned 1.8 % in rent; their price rose "
             "by 0.6 %."),
            ("Is that better than others in {city}?", "It is close to the average of {city}."),
            ("What is my largest position?", "An office building, with 41 % of what you hold."),
            ("Should I spread it more?", "Half of it in another city would lower your risk."),
        ),
    ),
    (
        "ask_about_fees",
        None,
        (
            ("Which fees do I pay on 1,000 dollars?", "20 dollars to the platform, 5 for the "
             "transaction, and 10 a year for the management."),
            ("Are they taken from my returns?", "The yearly one is; the others when you invest."),
            ("Can I see them before I confirm?", "Yes, the last page lists each of them."),
            ("Thank you.", "You are welcome."),
        ),
    ),
    (
        "verify_identity",
        None,
        (
            ("Why is my verification not finished?", "The picture of your document was too dark."),
            ("What should I send?", "The same page again, taken by daylight, all corners visible."),
            ("How long does it take then?", "Usually one working day."),
            ("I have sent it now.", "It has arrived; somebody looks at it tomorrow."),
        ),
    ),
    (
        "estimate_returns",
        "calculation",
        (
            ("What would 5,000 dollars bring in {city}?", "About 6.4 % a year, going by the last "
             "four quarters there."),
            ("And if a tenant leaves?", "With three empty months it would be about 4.7 %."),
            ("Is the price of the building in that?", "No, that is the rent alone."),
            ("Show me the calculation.", "The attached sheet has every line of it."),
        ),
    ),
)  # fmt: skip


def _accounts(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        who, came = world.person(US, n), world.joined(US, n)
        d = world.draw(121, n)
        seen = came + (world.now - came) * ((d & 0xFFFF) / 65_536)
        d >>= 16
        phone = who.phone if d % 5 else None
        banned = world.now + (d % 90 + 1) * DAY if d % 331 == 0 else None
        confirmed = came + timedelta(seconds=40 + d % 7_000) if d % 19 else None
        if confirmed is None:
            seen = came
        key, told = world.user_id(US, n), {"full_name": who.name}
        if n < MOST and d % 4:
            told["avatar_url"] = f"{papers.AVATARS}/{papers.avatar(world, key, came, d >> 8).path}"
        shown = json.dumps(told, ensure_ascii=False)
        yield (
            key, who.email, phone, confirmed, seen if confirmed else None, banned,
            SIGN_INS[d % 4], shown, came, max(seen, confirmed or came),
        )  # fmt: skip


def _profiles(world: World, start: int, stop: int) -> Iterable[Row]:
    with_wallet = [n for n in range(start, stop) if world.draw(122, n) % 10 < 7]
    wallets = dict(zip(with_wallet, world.wallets(US, "ethereum", with_wallet), strict=True))
    for n in range(start, stop):
        who, came, key = world.person(US, n), world.joined(US, n), world.user_id(US, n)
        address = wallets.get(n)
        wallet = address and world.seal("wallet", f"{PROFILES}.wallet_address", key, address)
        known = _kyc(world, n, who, came)
        kyc = known and world.seal("kyc", f"{PROFILES}.kyc_data", key, known)
        yield (
            key, who.email, who.name,
            *((wallet.masked, wallet.sealed, wallet.index) if wallet else (None, None, None)),
            *((kyc.masked, kyc.sealed, kyc.index) if kyc else (None, None, None)),
            came,
        )  # fmt: skip


def _kyc(world: World, n: int, who: people.Person, came: datetime) -> dict[str, Any] | None:
    d = world.draw(123, n)
    if d % 100 >= 58:
        return None
    sent = min(came + timedelta(days=d // 100 % 20, minutes=d % 1_400 + 5), world.now)
    status = ("verified", "verified", "verified", "verified", "pending", "rejected")[d // 256 % 6]
    paper = PAPERS[d // 8 % 4], f"{who.city.country[:1]}{d % 90_000_000 + 10_000_000}"
    document: dict[str, Any] = dict(zip(("type", "number"), paper, strict=True))
    document["country"] = who.city.country
    if n < MOST:
        of = f"{PROFILES}/{world.user_id(US, n)}"
        document["file"] = papers.identity(world, of, who, paper, sent, d).told
    return {
        "status": status,
        "level": "full" if d & 1 else "basic",
        "submitted_at": sent.isoformat(timespec="seconds"),
        "document": document,
        "date_of_birth": who.born.isoformat(),
        "address": {
            "street": people.street(who.city, d // 1_024),
            "city": who.city.city,
            "postcode": people.postcode(who.city, d // 4_096),
        },
        "income": INCOMES[d // 32 % 4],
    }


def _roles(world: World, start: int, stop: int) -> Iterable[Row]:
    """Everybody invests; the further rows are a few with a job as well."""
    users, jobs = world.users(US), world.count(ROLES) - world.users(US)
    keepers = managers(world)
    for n in range(start, stop):
        if n < users:
            user, role = n, "investor"
            giver = None
        else:
            user = (n - users) * max(1, users // jobs)
            role = "compliance_officer"
            if user == 0:
                role = "admin"
            giver = world.user_id(US, 0)
        if n >= users and n - users < len(keepers):
            user, role = keepers[n - users], "property_manager"
        at = world.joined(US, user) + (n - users + 1 if n >= users else 0) % 600 * MINUTE
        yield row_id(ROLES, n), world.user_id(US, user), role, giver, min(at, world.now)


def _methods(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        d = world.draw(124, n)
        key, came = row_id(METHODS, n), world.joined(US, n)
        kind = method_kind(world, n)
        end = f"{d // 64 % 10_000:04d}"
        holder, expires = world.person(US, n).name, None
        if kind == "card":
            details = f"{holder}, card 4{d % 10**11:011d}{end}"
            label = f"Card ending in {end}"
            expires = (world.now + (120 + d % 1_400) * DAY).date()
        elif kind == "bank_transfer":
            details = f"{holder}, account GB{d % 90 + 10}EXMP{d % 10**10:010d}{end}"
            label = f"Bank account ending in {end}"
        else:
            details = f"{holder}, USDC at {d:016x}{n:08x}"
            label = f"Wallet ending in {details[-4:]}"
        sealed = world.seal("payment", f"{METHODS}.details", key, details)
        added = came + timedelta(seconds=150 + d % 300)
        verified = min(added + d % 3_000 * MINUTE, world.now) if d % 8 else None
        yield (
            key, world.user_id(US, n), kind, label, sealed.masked, sealed.sealed, sealed.index,
            "USD", True, expires, verified, added, verified or added,
        )  # fmt: skip


def method_kind(world: World, n: int) -> str:
    return ("card", "card", "bank_transfer", "bank_transfer", "wallet")[world.draw(125, n) % 5]


def _talks(world: World, start: int, stop: int) -> Iterable[Row]:
    talks = -(-world.count(TALKS) // TURNS)
    for n in range(start, stop):
        talk, turn = divmod(n, TURNS)
        d = world.draw(126, talk)
        began = world.moment(talk, talks)
        user = world.member(US, began, d)
        intent, about, turns = TALKED[d // 64 % len(TALKED)]
        city = people.cities()[d // 4_096 % len(people.cities())].city
        asked, answered = (each.format(city=city) for each in turns[turn])
        key, files = row_id(TALKS, n), []
        at = min(began + timedelta(seconds=turn * (35 + d % 120)), world.now)
        if turn == TURNS - 1 and intent == "estimate_returns":
            page = drawing.pdf(
                f"Estimate, {city}", ("5,000 US dollars", "6.4 % a year, rent alone")
            )
            path, of = f"talks/{talk}/estimate.pdf", f"{TALKS}/{key}"
            files = [world.keep("chat-attachments", path, at, page, of).told]
        sure = f"0.{60 + world.draw(127, n) % 40}"
        yield (
            key, world.user_id(US, user), f"talk-{talk:07d}", asked, answered, intent,
            sure, about, json.dumps(files), at,
        )  # fmt: skip


BATCHES: Final[Batches] = (
    Batch(
        ACCOUNTS,
        (
            "id", "email", "phone", "email_confirmed_at", "last_sign_in_at", "banned_until",
            "raw_app_meta_data", "raw_user_meta_data", "created_at", "updated_at",
        ),
        sized(ACCOUNTS),
        _accounts,
    ),
    Batch(
        PROFILES,
        (
            "id", "email", "full_name", "wallet_address", "wallet_address_sealed",
            "wallet_address_index", "kyc_data", "kyc_data_sealed", "kyc_data_index", "created_at",
        ),
        sized(PROFILES),
        _profiles,
    ),
    Batch(
        ROLES,
        ("id", "user_id", "role", "granted_by", "created_at"),
        sized(ROLES),
        _roles,
    ),
    Batch(
        METHODS,
        (
            "id", "user_id", "kind", "label", "details", "details_sealed", "details_index",
            "currency", "is_default", "expires_on", "verified_at", "created_at", "updated_at",
        ),
        sized(METHODS),
        _methods,
    ),
    Batch(
        TALKS,
        (
            "id", "user_id", "session_id", "user_message", "ai_response", "intent_detected",
            "confidence_score", "recommendation_type", "attachments", "created_at",
        ),
        sized(TALKS),
        _talks,
    ),
)  # fmt: skip
