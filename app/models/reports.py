"""Annual reports, and what is written in each part of one."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.domain.documents import DocumentKind
from app.models.documents import YearlyDocument


class AnnualReport(YearlyDocument):
    """The complaints performance and service improvement report of a year (provision 8.1)."""

    __mapper_args__ = {"polymorphic_identity": DocumentKind.REPORT}

    parts: Mapped[list["ReportPart"]] = relationship(order_by="ReportPart.id")


class ReportPart(Base):
    """What a report says in one of its parts, and which tables and charts stand there.

    `none_this_year` is the statement that there was nothing to tell. The key of an explanation
    that is given for a finding in the figures begins with "finding:".
    """

    __tablename__ = "report_part"
    __table_args__ = (UniqueConstraint("report_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("yearly_document.id"))
    key: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    none_this_year: Mapped[bool] = mapped_column(default=False)
    shown: Mapped[list[Any]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
